using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Storage.Records;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EventCursor))]
internal sealed partial class EventCursorJson : JsonSerializerContext;
