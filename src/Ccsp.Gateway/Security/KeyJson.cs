using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Security;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, Converters = [typeof(Ccsp.Contracts.UtcTimeConverter)])]
[JsonSerializable(typeof(StoredKeys))]
[JsonSerializable(typeof(InstanceKeys))]
internal sealed partial class KeyJson : JsonSerializerContext;
