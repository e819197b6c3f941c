namespace Ccsp.Gateway.Logins;

/// <summary>The change of the profile's gate.</summary>
internal enum GateMove
{
    Leave,

    /// <summary>Closes it without an end, unless that is already so.</summary>
    Hold,

    /// <summary>Opens it, if the provider's refusal closed it without an end.</summary>
    Open,
}
