using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>The configured profiles.</summary>
/// <param name="Items">By name.</param>
public sealed record ProfileList([property: JsonRequired] IReadOnlyList<ProfileView> Items);
