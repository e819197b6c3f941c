using System.Text.Json.Serialization;

namespace Ccsp.ApiStub;

[JsonConverter(typeof(JsonStringEnumConverter<BreakKind>))]
internal enum BreakKind
{
    Cut,
    Hang,
    Error,
}
