using System.Text.Json.Serialization;

namespace Ccsp.Gateway.EmergencyStop;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UnwrittenStop))]
internal sealed partial class UnwrittenStopJson : JsonSerializerContext;
