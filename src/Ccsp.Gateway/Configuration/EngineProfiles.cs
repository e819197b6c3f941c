using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Configuration;

/// <summary>
/// The default profile of each engine. A profile is one login with its limits, so only engines of the same kind as the profile
/// <c>default</c> share it; every other engine has its own profile, named after it, configured or not.
/// </summary>
internal static class EngineProfiles
{
    /// <summary>The default profile by engine.</summary>
    public static IReadOnlyDictionary<string, string> Of(GatewayOptions options) =>
        options.Engines.Keys.ToDictionary(engine => engine, engine => Of(engine, options), StringComparer.Ordinal);

    /// <summary>Adds the implicit profiles of engines to the configured ones.</summary>
    public static GatewayOptions Complete(GatewayOptions options)
    {
        var profiles = new Dictionary<string, ProfileOptions>(options.Profiles, StringComparer.Ordinal);
        foreach (var (engine, profile) in Of(options))
            profiles.TryAdd(profile, ProfileOptions.Implicit(engine));
        return options with { Profiles = profiles };
    }

    private static string Of(string engine, GatewayOptions options)
    {
        if (options.Profiles.TryGetValue(TaskDefaults.Profile, out var shared)
            && KindOf(shared.Engine, options) == KindOf(engine, options)
            && SharesLogin(engine, shared, options))
            return TaskDefaults.Profile;
        return !options.Profiles.TryGetValue(engine, out var own) || own.Engine == engine ? engine : $"{engine}.default";
    }

    /// <summary>Two versions of one CLI share a login; two programs that only have the kind in common do not.</summary>
    private static bool SharesLogin(string engine, ProfileOptions shared, GatewayOptions options) =>
        shared.Engine == engine || KindOf(engine, options) == "claude";

    private static string? KindOf(string engine, GatewayOptions options) => options.Engines.GetValueOrDefault(engine)?.KindUnder(engine);
}
