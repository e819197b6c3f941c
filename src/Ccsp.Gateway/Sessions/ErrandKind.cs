using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Sessions;

[JsonConverter(typeof(WordConverter<ErrandKind>))]
internal enum ErrandKind
{
    OpenIssue,
    CloseIssue,

    /// <summary>The login expires soon.</summary>
    Warn,

    /// <summary>A tiny run.</summary>
    Probe,
}
