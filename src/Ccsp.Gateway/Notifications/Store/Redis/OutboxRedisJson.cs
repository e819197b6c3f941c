using System.Text.Json.Serialization;
using Ccsp.Gateway.Notifications.Routing;

namespace Ccsp.Gateway.Notifications.Store.Redis;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OutboxEntry))]
[JsonSerializable(typeof(TopicState))]
[JsonSerializable(typeof(ChannelRow))]
internal sealed partial class OutboxRedisJson : JsonSerializerContext;
