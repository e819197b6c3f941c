using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Configuration;

/// <summary>
/// Which profile a task has that names none. A profile is one login with its limits, so only engines of the kind of the profile
/// <c>default</c> share it; each other engine has one of its own, by its name, whether or not it is written down.
/// </summary>
internal static class EngineProfiles
{
    /// <summary>The profile of each engine.</summary>
    public static IReadOnlyDictionary<string, string> Of(GatewayOptions options) =>
        options.Engines.Keys.ToDictionary(engine => engine, engine => Of(engine, options), StringComparer.Ordinal);

    /// <summary>The configured profiles, and those engines have without being written down.</summary>
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

    /// <summary>Two versions of one CLI use one login; two programs that have nothing but the kind in common do not.</summary>
    private static bool SharesLogin(string engine, ProfileOptions shared, GatewayOptions options) =>
        shared.Engine == engine || KindOf(engine, options) == "claude";

    private static string? KindOf(string engine, GatewayOptions options) => options.Engines.GetValueOrDefault(engine)?.KindUnder(engine);
}
