namespace Ccsp.Gateway.Engines;

/// <summary>An engine whose program can say whether it is signed in. Pure, as <see cref="IEngine"/> is.</summary>
internal interface ILoginQuestion
{
    /// <summary>The question under one profile.</summary>
    LoginQuestion Ask(ProfileSurroundings profile);

    /// <summary>Reads the answer.</summary>
    LoginAnswer Read(int? exitCode, string stdout, string stderr);
}

/// <summary>What of a run's surroundings depends on its profile alone.</summary>
/// <param name="IsDefault">Whether it is the profile <c>default</c>, which shares the sign-in of the gateway's own environment.</param>
/// <param name="Environment">Its variables, secrets resolved.</param>
/// <param name="GatewayEnvironment">The gateway's own; only what the allow-lists name is taken from it.</param>
internal sealed record ProfileSurroundings(
    bool IsDefault, IReadOnlyDictionary<string, string> Environment, IReadOnlyDictionary<string, string> GatewayEnvironment);

/// <summary>A program to start, and what its environment says of the profile.</summary>
/// <param name="Environment">All it gets. Holds secrets.</param>
/// <param name="ConfigDir">Where the program keeps its login.</param>
/// <param name="CredentialsFile">Its time and size may be looked at, its content never.</param>
internal sealed record LoginQuestion(
    string FileName, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, LoginKind Kind, string ConfigDir,
    string CredentialsFile);

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
