using System.Text.Json;
using System.Text.Json.Serialization;
using Ccsp.Gateway.Storage.Records;

namespace Ccsp.Gateway.StoreMigration;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MovedRecord))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(RawCounter))]
internal sealed partial class MovedRecordJson : JsonSerializerContext;
