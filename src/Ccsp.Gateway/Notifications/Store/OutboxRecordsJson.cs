using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Notifications.Store;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OutboxEntry))]
[JsonSerializable(typeof(StoredTopic))]
[JsonSerializable(typeof(StoredChannel))]
[JsonSerializable(typeof(OutboxNumbers))]
internal sealed partial class OutboxRecordsJson : JsonSerializerContext;
