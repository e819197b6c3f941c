using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Processes;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunManifest))]
[JsonSerializable(typeof(ExitRecord))]
internal sealed partial class ProcessesJson : JsonSerializerContext;
