using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Logins;

/// <summary>What showed that a login is lost; decides what can show that it is back.</summary>
[JsonConverter(typeof(WordConverter<LossCause>))]
internal enum LossCause
{
    /// <summary>The engine itself says so; it will say when it is back.</summary>
    Check,

    /// <summary>The provider refused a run; only another run can show that it does no more.</summary>
    Refusal,

    /// <summary>The provider wants to be paid first.</summary>
    Billing,
}
