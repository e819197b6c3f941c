using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Logins;
using Ccsp.Gateway.Settings;
using Ccsp.Gateway.Telemetry;

namespace Ccsp.Gateway.Configuration;

/// <summary>
/// Everything a gateway is told before it starts. Immutable and valid: only <see cref="OptionsLoader"/> makes one from what people wrote.
/// </summary>
internal sealed record GatewayOptions
{
    public ListenAddress Listen { get; init; } = new("127.0.0.1", 3001);

    /// <summary>Absolute once loaded.</summary>
    [NonEmpty("a directory", Path = PathPart.Folder)]
    public string DataDir { get; init; } = "";

    /// <summary>Absolute, and never null, once loaded.</summary>
    [NonEmpty("a directory", Path = PathPart.Folder)]
    public string? LogDir { get; init; }

    public StoreOptions Store { get; init; } = new();

    /// <summary>By name; <c>claude</c> is always there.</summary>
    public IReadOnlyDictionary<string, EngineOptions> Engines { get; init; } =
        new Dictionary<string, EngineOptions>(StringComparer.Ordinal) { [EngineCatalog.Default] = new() { Path = "claude" } };

    /// <summary>By name; <c>default</c> is always there.</summary>
    public IReadOnlyDictionary<string, ProfileOptions> Profiles { get; init; } =
        new Dictionary<string, ProfileOptions>(StringComparer.Ordinal) { ["default"] = new() };

    public ExecutionOptions Execution { get; init; } = new();

    public RetentionOptions Retention { get; init; } = new();

    /// <summary>Its gates are the configured limits, those of profiles too.</summary>
    public QueueOptions Queue { get; init; } = new();

    /// <summary>Directories tasks may work in; absolute.</summary>
    [OptionPath("roots.workingDirectories"), Pattern("/.*", "a list of absolute directories", Path = PathPart.Items)]
    public IReadOnlyList<string> WorkingDirectoryRoots { get; init; } = ["/"];

    public LoginMonitorOptions Sessions { get; init; } = new();

    public NotifyConfig Notify { get; init; } = new();

    public LogOptions Log { get; init; } = new();

    /// <summary>Whether the Redis lists of older clients are served, where the store is shared.</summary>
    [OptionPath("dialect.enabled")]
    public bool LegacyRedisApiEnabled { get; init; } = true;

    /// <summary>Where the other instances of a shared store reach this one; null: where it listens.</summary>
    [OptionPath("cluster.url"), WebAddress]
    public string? ClusterUrl { get; init; }

    /// <summary>Whether <see cref="Listen"/> may be an address other machines can reach.</summary>
    [OptionPath("api.allowRemote")]
    public bool AllowRemote { get; init; }
}
