using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Gates;

/// <summary>The emergency stop as it is stored and as its events carry it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(EmergencyState))]
internal sealed partial class EmergencyJson : JsonSerializerContext;
