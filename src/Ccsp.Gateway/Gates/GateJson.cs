using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Gates;

/// <summary>How the data of a gate event is stored and sent: the gate's new state.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(GateState))]
internal sealed partial class GateJson : JsonSerializerContext;
