using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Security;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, Converters = [typeof(Ccsp.Contracts.UtcTimeConverter)])]
[JsonSerializable(typeof(StoredKeys))]
internal sealed partial class KeyJson : JsonSerializerContext;
