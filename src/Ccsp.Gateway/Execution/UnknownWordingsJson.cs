using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Execution;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<UnknownWording>))]
internal sealed partial class UnknownWordingsJson : JsonSerializerContext;
