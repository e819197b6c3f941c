using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Configuration;

/// <summary>Resolves profiles to what their runs get. Secrets are read once, and a missing one prevents the start.</summary>
internal static class ProfileSecrets
{
    public static IReadOnlyDictionary<string, Profile> Resolve(IReadOnlyDictionary<string, ProfileOptions> profiles) =>
        profiles.ToDictionary(profile => profile.Key, profile => Resolve(profile.Key, profile.Value), StringComparer.Ordinal);

    private static Profile Resolve(string name, ProfileOptions config)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var passed in config.PassEnvironment)
        {
            if (Environment.GetEnvironmentVariable(passed) is { } value)
                environment[passed] = value;
        }

        foreach (var (variable, secret) in config.Env)
            environment[variable] = SecretText.Of(secret);
        if (environment.FirstOrDefault(variable => variable.Value.Contains('\0', StringComparison.Ordinal)).Key is { } broken)
            throw new InvalidOperationException($"profiles.{name}.env.{broken} holds a NUL character, which no program can be given.");
        if (config.ConfigDir is { } folder)
            environment["CLAUDE_CONFIG_DIR"] = folder;
        return new Profile(name, environment) { IsDefault = name == TaskDefaults.Profile || config.IsImplicit, Failover = config.Failover,
            ConfigDirectory = config.ConfigDir };
    }
}
