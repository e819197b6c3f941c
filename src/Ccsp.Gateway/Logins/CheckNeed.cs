namespace Ccsp.Gateway.Logins;

/// <summary>What a check of a login needs now.</summary>
internal enum CheckNeed
{
    /// <summary>It is not due, or there is nobody to ask.</summary>
    Nothing,

    /// <summary>A run has answered it.</summary>
    Spared,

    /// <summary>The engine is to be asked.</summary>
    Ask,
}
