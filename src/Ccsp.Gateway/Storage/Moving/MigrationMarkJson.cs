using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Storage.Moving;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MigrationMark))]
internal sealed partial class MigrationMarkJson : JsonSerializerContext;
