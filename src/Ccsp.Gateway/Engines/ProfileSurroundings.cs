namespace Ccsp.Gateway.Engines;

/// <summary>What of a run's surroundings depends on its profile alone.</summary>
/// <param name="IsDefault">Whether it is the profile <c>default</c>, which shares the sign-in of the gateway's own environment.</param>
/// <param name="Environment">Its variables, secrets resolved.</param>
/// <param name="GatewayEnvironment">The gateway's own; only what the allow-lists name is taken from it.</param>
internal sealed record ProfileSurroundings(
    bool IsDefault, IReadOnlyDictionary<string, string> Environment, IReadOnlyDictionary<string, string> GatewayEnvironment);
