namespace Ccsp.Gateway.Logins;

/// <summary>Whether a login must be checked now.</summary>
internal enum CheckNeed
{
    /// <summary>Not due, or nothing to ask.</summary>
    Nothing,

    Spared,

    /// <summary>The engine is to be asked.</summary>
    Ask,
}
