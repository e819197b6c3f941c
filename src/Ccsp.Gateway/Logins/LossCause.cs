using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Logins;

/// <summary>How a login was found to be lost; decides what can show that it works again.</summary>
[JsonConverter(typeof(EnumNameConverter<LossCause>))]
internal enum LossCause
{
    /// <summary>The engine reports it, and will report the recovery.</summary>
    Check,

    /// <summary>The provider refused a run; only another run can show the recovery.</summary>
    Refusal,

    /// <summary>The provider demands a payment.</summary>
    Billing,
}
