using System.Text.Json;

namespace Ccsp.Gateway.LegacyRedisApi;

/// <summary>Whom to answer, and what the client wants to see again.</summary>
/// <param name="RequestId">The client's name for the request.</param>
/// <param name="Agent">The client; the lists it reads are named after it.</param>
/// <param name="ReplyTo">The list it reads instead; null: those of its name.</param>
/// <param name="Metadata">Given back unchanged.</param>
internal sealed record ReturnAddress(string RequestId, string Agent, string? ReplyTo, JsonElement? Metadata);
