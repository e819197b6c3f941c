using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>The login states of all profiles.</summary>
/// <param name="Items">By profile.</param>
public sealed record SessionList([property: JsonRequired] IReadOnlyList<SessionView> Items);
