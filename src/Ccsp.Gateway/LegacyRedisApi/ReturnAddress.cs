using System.Text.Json;

namespace Ccsp.Gateway.LegacyRedisApi;

/// <summary>The addressee of an answer, and what the client wants returned.</summary>
/// <param name="RequestId">The client's id of the request.</param>
/// <param name="Agent">The client; its lists are named after it.</param>
/// <param name="ReplyTo">The list it reads instead; null: the lists with its name.</param>
/// <param name="Metadata">Returned unchanged.</param>
internal sealed record ReturnAddress(string RequestId, string Agent, string? ReplyTo, JsonElement? Metadata);
