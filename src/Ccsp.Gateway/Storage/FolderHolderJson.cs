using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Storage;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FolderHolder))]
internal sealed partial class FolderHolderJson : JsonSerializerContext;
