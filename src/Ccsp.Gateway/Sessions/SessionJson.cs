using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Sessions;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(SessionNews))]
[JsonSerializable(typeof(long))]
internal sealed partial class SessionJson : JsonSerializerContext;
