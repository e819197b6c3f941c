using System.Text.Json.Serialization;
using Ccsp.Gateway.Events;

namespace Ccsp.Gateway.StoreMigration;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(MovedTask))]
[JsonSerializable(typeof(StoredEvent))]
[JsonSerializable(typeof(QueueState))]
internal sealed partial class MigrationJson : JsonSerializerContext;
