using Ccsp.Gateway.Execution;
using Ccsp.Gateway.EmergencyStop;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Logins;
using Ccsp.Gateway.Tasks;
using Ccsp.Gateway.Telemetry;

namespace Ccsp.Gateway.Configuration;

/// <summary>
/// Everything a gateway is told before it starts. Immutable and valid: only <see cref="OptionsLoader"/> makes one from what people wrote.
/// </summary>
internal sealed record GatewayOptions
{
    public ListenAddress Listen { get; init; } = new("127.0.0.1", 3001);

    /// <summary>Absolute once loaded.</summary>
    public string DataDir { get; init; } = "";

    /// <summary>Absolute, and never null, once loaded.</summary>
    public string? LogDir { get; init; }

    /// <summary>Runs at a time on this instance.</summary>
    public int MaxConcurrent { get; set; } = Math.Min(Environment.ProcessorCount, 4);

    /// <summary>Of these, slots only urgent tasks may use; null: one from four slots on, none below.</summary>
    public int? UrgentSlots { get; set; }

    public StoreConfig Store { get; init; } = new();

    /// <summary>By name; <c>claude</c> is always there.</summary>
    public IReadOnlyDictionary<string, EngineConfig> Engines { get; init; } =
        new Dictionary<string, EngineConfig>(StringComparer.Ordinal) { ["claude"] = new() { Kind = "claude", Path = "claude" } };

    /// <summary>By name; <c>default</c> is always there.</summary>
    public IReadOnlyDictionary<string, ProfileConfig> Profiles { get; init; } =
        new Dictionary<string, ProfileConfig>(StringComparer.Ordinal) { ["default"] = new() };

    public LimitsConfig Limits { get; set; } = new();

    public TimeoutOptions Timeouts { get; init; } = new();

    public EmergencyOptions EmergencyStop { get; init; } = new();

    public RetryOptions Retries { get; init; } = new();

    public HeartbeatOptions Heartbeat { get; init; } = new();

    public RetentionOptions Retention { get; init; } = new();

    /// <summary>Its rules carry <see cref="Retries"/>, its gates <see cref="Limits"/> and the limits of profiles.</summary>
    public QueueOptions Queue { get; init; } = new();

    /// <summary>Directories tasks may work in; absolute.</summary>
    public IReadOnlyList<string> WorkingDirectoryRoots { get; init; } = ["/"];

    public LoginMonitorOptions Sessions { get; init; } = new();

    public NotifyConfig Notify { get; init; } = new();

    /// <summary>Least severe level that is logged.</summary>
    public string LogLevel { get; set; } = "info";

    public LogOptions Log { get; init; } = new();

    /// <summary>Whether the Redis lists of older clients are served, where the store is shared.</summary>
    public bool LegacyRedisApiEnabled { get; init; } = true;

    /// <summary>Where the other instances of a shared store reach this one; null: where it listens.</summary>
    public string? ClusterUrl { get; init; }

    /// <summary>Whether <see cref="Listen"/> may be an address other machines can reach.</summary>
    public bool AllowRemote { get; init; }
}
