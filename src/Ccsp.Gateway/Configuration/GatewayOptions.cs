using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Logins;
using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Settings;
using Ccsp.Gateway.Telemetry;

namespace Ccsp.Gateway.Configuration;

/// <summary>
/// The gateway's whole configuration. Immutable and valid: only <see cref="OptionsLoader"/> creates it from configuration sources.
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

    /// <summary>By name; always contains <c>claude</c>.</summary>
    public IReadOnlyDictionary<string, EngineOptions> Engines { get; init; } =
        new Dictionary<string, EngineOptions>(StringComparer.Ordinal) { [EngineCatalog.Default] = new() { Path = "claude" } };

    /// <summary>By name; always contains <c>default</c>.</summary>
    public IReadOnlyDictionary<string, ProfileOptions> Profiles { get; init; } =
        new Dictionary<string, ProfileOptions>(StringComparer.Ordinal) { ["default"] = new() };

    public ExecutionOptions Execution { get; init; } = new();

    public RetentionOptions Retention { get; init; } = new();

    /// <summary>Its gates are the configured limits, including those of profiles.</summary>
    public QueueOptions Queue { get; init; } = new();

    /// <summary>Absolute paths; tasks may work in these directories and below.</summary>
    [OptionPath("roots.workingDirectories"), Pattern("/.*", "a list of absolute directories", Path = PathPart.Items)]
    public IReadOnlyList<string> WorkingDirectoryRoots { get; init; } = ["/"];

    public LoginMonitorOptions Sessions { get; init; } = new();

    public NotifyConfig Notify { get; init; } = new();

    public LogOptions Log { get; init; } = new();

    /// <summary>Whether a shared store serves the Redis lists of legacy clients.</summary>
    [OptionPath("dialect.enabled")]
    public bool LegacyRedisApiEnabled { get; init; } = true;

    /// <summary>Address under which other instances of a shared store reach this one; null: the listen address.</summary>
    [OptionPath("cluster.url"), WebAddress]
    public string? ClusterUrl { get; init; }

    /// <summary>Whether <see cref="Listen"/> may be an address that other machines can reach.</summary>
    [OptionPath("api.allowRemote")]
    public bool AllowRemote { get; init; }
}
