namespace Ccsp.EndToEnd.Support;

[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class Plain : System.Text.Json.Serialization.JsonSerializerContext;
