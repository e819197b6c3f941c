using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Gates;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UnwrittenStop))]
internal sealed partial class UnwrittenStopJson : JsonSerializerContext;
