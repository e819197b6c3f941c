using System.Text.Json;

namespace Ccsp.Gateway.Queue.Redis;

internal sealed record ResultRow(string? Text, bool Truncated, JsonElement? Structured);
