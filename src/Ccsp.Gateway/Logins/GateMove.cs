namespace Ccsp.Gateway.Logins;

/// <summary>The change of the profile's gate.</summary>
internal enum GateMove
{
    Leave,

    /// <summary>Closed without an end, unless it is.</summary>
    Hold,

    /// <summary>Opened, if it is the provider who closed it without an end.</summary>
    Open,
}
