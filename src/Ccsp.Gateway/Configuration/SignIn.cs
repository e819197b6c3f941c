namespace Ccsp.Gateway.Configuration;

/// <summary>What a profile signs in with.</summary>
internal enum SignIn
{
    /// <summary>A person's login, kept by the CLI itself.</summary>
    Login,

    /// <summary>An API key.</summary>
    Key,

    /// <summary>A cloud provider's own sign-in.</summary>
    Cloud,
}
