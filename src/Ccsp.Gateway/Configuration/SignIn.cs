namespace Ccsp.Gateway.Configuration;

/// <summary>How a profile signs in.</summary>
internal enum SignIn
{
    /// <summary>A person's login, kept by the CLI itself.</summary>
    Login,

    /// <summary>An API key.</summary>
    Key,

    /// <summary>A cloud provider's own sign-in.</summary>
    Cloud,
}
