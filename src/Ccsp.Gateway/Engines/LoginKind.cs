namespace Ccsp.Gateway.Engines;

/// <summary>The kind of credentials a profile's runs use.</summary>
internal enum LoginKind
{
    /// <summary>A person signed in; the program stores and renews that login itself.</summary>
    Login,

    /// <summary>A key or token from the environment.</summary>
    Key,

    /// <summary>A cloud provider's own credentials.</summary>
    Cloud,
}
