using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Tasks;

/// <summary>How the data of a task event is stored and sent.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FactData))]
internal sealed partial class FactJson : JsonSerializerContext;
