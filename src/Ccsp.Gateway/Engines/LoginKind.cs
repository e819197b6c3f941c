namespace Ccsp.Gateway.Engines;

/// <summary>Whose word a profile's runs go by.</summary>
internal enum LoginKind
{
    /// <summary>A person signed in; the program keeps and renews that login itself.</summary>
    Login,

    /// <summary>A key or token of the environment.</summary>
    Key,

    /// <summary>A cloud provider's own credentials.</summary>
    Cloud,
}
