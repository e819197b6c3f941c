using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Api;

[JsonSerializable(typeof(Nothing))]
internal sealed partial class NothingJson : JsonSerializerContext;
