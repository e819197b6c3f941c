using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Queue.Stored;

/// <summary>How an instance's load is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(InstanceLoad))]
internal sealed partial class InstanceJson : JsonSerializerContext;
