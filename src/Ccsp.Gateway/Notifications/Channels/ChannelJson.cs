using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Notifications.Channels;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(SlackMessage))]
[JsonSerializable(typeof(WebhookMessage))]
[JsonSerializable(typeof(PagerDutyEvent))]
internal sealed partial class ChannelJson : JsonSerializerContext;
