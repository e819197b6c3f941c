using System.Text.Json.Serialization;
using Ccsp.Gateway.Queue.Stored;

namespace Ccsp.Gateway.Queue.Redis;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(RedisTaskRow))]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(RedisRunEnd))]
[JsonSerializable(typeof(LaneKey))]
[JsonSerializable(typeof(InstanceRow))]
[JsonSerializable(typeof(KeyRow))]
[JsonSerializable(typeof(ResultRow))]
[JsonSerializable(typeof(LeaseEntry))]
internal sealed partial class RedisJson : JsonSerializerContext;
