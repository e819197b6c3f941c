using System.Text.Json.Serialization;
using Ccsp.Gateway.Notifications.Routing;

namespace Ccsp.Gateway.StoreMigration;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FormerChannel))]
[JsonSerializable(typeof(TopicState))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class FormerOutboxJson : JsonSerializerContext;
