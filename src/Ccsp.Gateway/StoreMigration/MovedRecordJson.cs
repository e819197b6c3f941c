using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ccsp.Gateway.StoreMigration;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MovedRecord))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class MovedRecordJson : JsonSerializerContext;
