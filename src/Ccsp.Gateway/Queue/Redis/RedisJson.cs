using System.Text.Json;
using System.Text.Json.Serialization;
using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Stored;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>How the store's documents are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(TaskRow))]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(RunEnd))]
[JsonSerializable(typeof(LaneKey))]
[JsonSerializable(typeof(InstanceRow))]
[JsonSerializable(typeof(KeyRow))]
[JsonSerializable(typeof(ResultRow))]
[JsonSerializable(typeof(LeaseEntry))]
internal sealed partial class RedisJson : JsonSerializerContext;

/// <summary>An idempotency key.</summary>
internal sealed record KeyRow(string TaskId, string? Hash, long ExpiresAt);

internal sealed record ResultRow(string? Text, bool Truncated, JsonElement? Structured);

/// <summary>How a run ended; stands beside its record.</summary>
internal sealed record RunEnd(DateTimeOffset At, Ending? Ending, RunUsage Usage, string? ConversationId);
