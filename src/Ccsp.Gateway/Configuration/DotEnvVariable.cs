namespace Ccsp.Gateway.Configuration;

/// <summary>One assignment of a <c>.env</c>.</summary>
/// <param name="IsOpen">Whether its value begins with a quote that is never closed.</param>
internal sealed record DotEnvVariable(string Name, string Value, ConfigSource Source, bool IsOpen);
