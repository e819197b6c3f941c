using System.Text.Json;
using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.LegacyRedisApi;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(DateTimeOffset))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(LegacyAnswer))]
[JsonSerializable(typeof(OpenRequest))]
[JsonSerializable(typeof(RejectedMessage))]
internal sealed partial class LegacyJson : JsonSerializerContext;
