using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Logins;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(LoginState))]
[JsonSerializable(typeof(LoginNews))]
[JsonSerializable(typeof(long))]
internal sealed partial class LoginStateJson : JsonSerializerContext;
