using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Admission;

namespace Ccsp.Gateway.Configuration;

/// <summary>Which store, and how it is reached.</summary>
internal sealed record StoreConfig
{
    /// <summary><c>sqlite</c> or <c>redis</c>; null: redis where one is named, else sqlite.</summary>
    public string? Kind { get; init; }

    public string? RedisHost { get; init; }

    public int RedisPort { get; init; } = 6379;

    public int RedisDatabase { get; init; }

    /// <summary>Server, account and database in one line, instead of the single keys.</summary>
    public Secret? RedisUrl { get; init; }

    /// <summary>Of the server's access control list; null: the default user.</summary>
    public string? RedisUser { get; init; }

    public Secret? RedisPassword { get; init; }

    public bool RedisTls { get; init; }

    /// <summary>Instead of host and port: the nodes of a cluster, or the sentinels.</summary>
    public IReadOnlyList<string> RedisNodes { get; init; } = [];

    /// <summary>The name the sentinels know the primary by.</summary>
    public string? SentinelMaster { get; init; }

    /// <summary>The sentinels' own name and password for this gateway.</summary>
    public string? SentinelUser { get; init; }

    public Secret? SentinelPassword { get; init; }

    /// <summary>Tells the stores of one server apart.</summary>
    public string Name { get; init; } = "ccsp";

    /// <summary>Over so many slots submissions and results are spread; fixed when the store is made.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>What the operator wants acknowledged writes to survive; null: whatever the server gives.</summary>
    public Durability? Durability { get; init; }

    /// <summary>Whether other instances may use the same store.</summary>
    public bool IsShared => Kind is null ? RedisHost is not null || RedisUrl is not null || RedisNodes.Count > 0 : Kind == "redis";
}

/// <summary>One engine as it was written.</summary>
internal sealed record EngineConfig
{
    /// <summary><c>claude</c> or <c>command</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>The program of a CLI engine: a path, or a name looked up on PATH.</summary>
    public string? Path { get; init; }

    /// <summary>How often the CLI itself repeats a request before it gives up.</summary>
    public int MaxRetries { get; init; } = 3;

    /// <summary>
    /// Until the first byte of output; null: no such limit but the one of <c>timeouts</c> for engines that speak while they work.
    /// </summary>
    public int? FirstByteSeconds { get; init; }

    /// <summary>Between two signs of life; null: as with <see cref="FirstByteSeconds"/>.</summary>
    public int? SilenceSeconds { get; init; }

    /// <summary>Program and arguments of an engine of kind <c>command</c>.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary><c>text</c> or <c>stream-json</c>.</summary>
    public string? Output { get; init; }

    /// <summary>Whether an exit code other than 0 of a <c>command</c> leads to another run.</summary>
    public bool? RetryFailures { get; init; }

    /// <summary>The kind that is written, or that the name or the command line says as clearly.</summary>
    public string? KindUnder(string name) => Kind ?? (name == "claude" ? "claude" : Command is null ? null : "command");
}

/// <summary>One login or key as it was written.</summary>
internal sealed record ProfileConfig
{
    public string Engine { get; init; } = "claude";

    /// <summary>Not written down: what an engine has that shares nobody's profile.</summary>
    public bool IsImplicit { get; init; }

    /// <summary>Where the CLI keeps this login; absolute; null: the CLI's own default.</summary>
    public string? ConfigDir { get; init; }

    public IReadOnlyDictionary<string, Secret> Env { get; init; } = new Dictionary<string, Secret>(StringComparer.Ordinal);

    /// <summary>Variables of the gateway's own environment its runs get as they are.</summary>
    public IReadOnlyList<string> PassEnvironment { get; init; } = [];

    /// <summary>Runs at a time under it; null: no limit of its own.</summary>
    public int? MaxConcurrent { get; init; }

    /// <summary>Starts a minute under it; null: no limit.</summary>
    public double? RatePerMinute { get; init; }

    /// <summary>Starts at once after a rest.</summary>
    public int? Burst { get; init; }

    /// <summary>What its owner pays for, for people to read.</summary>
    public string? Plan { get; init; }

    /// <summary>Profiles that take its tasks while it is held, in this order.</summary>
    public IReadOnlyList<string> Failover { get; init; } = [];

    public SignIn SignIn => Variables.Any(name => name is "ANTHROPIC_API_KEY" or "ANTHROPIC_AUTH_TOKEN") ? SignIn.Key
        : Variables.Any(name => name.StartsWith("CLAUDE_CODE_USE_", StringComparison.Ordinal)) ? SignIn.Cloud
        : SignIn.Login;

    /// <summary>An empty one switches off what it is the name of.</summary>
    private IEnumerable<string> Variables =>
        Env.Where(variable => variable.Value is not Secret.Literal { Value: "" }).Select(variable => variable.Key).Concat(PassEnvironment);
}

/// <summary>What a profile signs in with.</summary>
internal enum SignIn
{
    /// <summary>A person's login, kept by the CLI itself.</summary>
    Login,

    /// <summary>An API key.</summary>
    Key,

    /// <summary>A cloud provider's own sign-in.</summary>
    Cloud,
}

/// <summary>What is configured of limits.</summary>
internal sealed record LimitsConfig
{
    public Headroom Headroom { get; init; } = new();

    /// <summary>What a window would lose so shortly before its end may be used by everybody, in minutes.</summary>
    public double HarvestMinutes { get; init; } = 20;

    /// <summary>After a provider's limit opened, one more run is let in every so many seconds.</summary>
    public double RampSeconds { get; init; } = 2;

    /// <summary>Above this memory pressure (per cent of ten seconds in which all work stood still) fewer runs start; 100: never.</summary>
    public double MemoryPressurePercent { get; init; } = 10;

    /// <summary>The same for the processor; 100: never.</summary>
    public double ProcessorPressurePercent { get; init; } = 100;

    /// <summary>For example <c>22:00-07:00</c>; null: none.</summary>
    public string? QuietHours { get; init; }

    /// <summary>The zone of <see cref="QuietHours"/>; null: the machine's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Limits by name of the gate, for example <c>model:opus</c>.</summary>
    public IReadOnlyDictionary<string, GateConfig> Gates { get; init; } = new Dictionary<string, GateConfig>(StringComparer.Ordinal);

    public Tasks.QuietHours? Quiet => QuietHours is { } hours ? Tasks.QuietHours.Parse(hours, Zone) : null;

    public TimeZoneInfo Zone => TimeZone is null ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
}

/// <summary>Limits of one gate.</summary>
internal sealed record GateConfig
{
    public int? Limit { get; init; }

    public double? RatePerMinute { get; init; }

    public int? Burst { get; init; }
}
