using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Notifications.Store.Moving;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OutboxEntry))]
[JsonSerializable(typeof(ChannelState))]
internal sealed partial class OutboxMovingJson : JsonSerializerContext;
