using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>The result of a clear.</summary>
/// <param name="Cancelled">Number of cancelled tasks.</param>
/// <param name="Complete">Whether these were all; if not, repeat the request.</param>
public sealed record QueueCleared([property: JsonRequired] int Cancelled, bool Complete = true);
