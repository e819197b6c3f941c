using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Storage.Moving;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MoveMark))]
internal sealed partial class MoveMarkJson : JsonSerializerContext;
