using System.Globalization;
using System.Reflection;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Api;

/// <summary>Identifies the build. Without git there is no commit.</summary>
internal static class ThisBuild
{
    private static readonly string[] Informational =
        (typeof(ThisBuild).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0")
            .Split('+', 2);

    /// <summary>For example <c>0.1.0</c>.</summary>
    public static string Version => Informational[0];

    /// <summary>The full hash.</summary>
    public static string? Commit => Informational is [_, { Length: > 0 } hash] ? hash : null;

    public static DateTimeOffset? CommitTime { get; } =
        typeof(ThisBuild).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(fact => fact.Key == nameof(CommitTime))?.Value is { } seconds
        && long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            ? DateTimeOffset.FromUnixTimeSeconds(time)
            : null;

    /// <summary>The schema version of the embedded store that this build writes.</summary>
    public static int Schema => SqliteMigrations.Latest;
}
