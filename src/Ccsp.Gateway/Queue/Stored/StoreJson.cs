using System.Text.Json;
using System.Text.Json.Serialization;
using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Stored;

/// <summary>How the store's JSON columns are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TaskSubmission))]
[JsonSerializable(typeof(Ending))]
[JsonSerializable(typeof(RunUsage))]
[JsonSerializable(typeof(RetryCounters))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class StoreJson : JsonSerializerContext;
