using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Logins.Moving;

/// <summary>How sessions are written while they are moved.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredLogins))]
internal sealed partial class MovedLoginsJson : JsonSerializerContext;
