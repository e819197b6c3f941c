using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Logins;

[JsonConverter(typeof(EnumNameConverter<LoginFollowUpKind>))]
internal enum LoginFollowUpKind
{
    OpenIssue,
    CloseIssue,

    /// <summary>The login expires soon.</summary>
    Warn,

    /// <summary>Start a tiny run.</summary>
    Probe,
}
