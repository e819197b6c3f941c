namespace Ccsp.Gateway.Engines;

/// <summary>The parts of a run's environment that depend only on its profile.</summary>
/// <param name="IsDefault">Whether it is the profile <c>default</c>, which shares the sign-in of the gateway's own environment.</param>
/// <param name="Environment">Its variables, secrets resolved.</param>
/// <param name="GatewayEnvironment">The gateway's own; only allow-listed variables are taken from it.</param>
internal sealed record ProfileSurroundings(
    bool IsDefault, IReadOnlyDictionary<string, string> Environment, IReadOnlyDictionary<string, string> GatewayEnvironment);
