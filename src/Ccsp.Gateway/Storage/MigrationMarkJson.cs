using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Storage;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MigrationMark))]
internal sealed partial class MigrationMarkJson : JsonSerializerContext;
