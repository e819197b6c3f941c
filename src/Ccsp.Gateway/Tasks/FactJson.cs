using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Tasks;

/// <summary>How the data of a task event is stored and sent.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(FactData))]
internal sealed partial class FactJson : JsonSerializerContext;
