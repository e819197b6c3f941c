namespace Ccsp.Gateway.Configuration;

/// <summary>Which store, and how it is reached.</summary>
internal sealed record StoreConfig
{
    public string Kind { get; init; } = "sqlite";

    /// <summary>Set where Redis is configured, as the store or for the dialect of older clients.</summary>
    public string? RedisHost { get; init; }

    public int RedisPort { get; init; } = 6379;

    public int RedisDatabase { get; init; }

    public Secret? RedisPassword { get; init; }
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

    /// <summary>Program and arguments of an engine of kind <c>command</c>.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary><c>text</c> or <c>stream-json</c>.</summary>
    public string? Output { get; init; }

    /// <summary>The kind that is written, or that the name or the command line says as clearly.</summary>
    public string? KindUnder(string name) => Kind ?? (name == "claude" ? "claude" : Command is null ? null : "command");
}

/// <summary>One login or key as it was written.</summary>
internal sealed record ProfileConfig
{
    public string Engine { get; init; } = "claude";

    /// <summary>Where the CLI keeps this login; absolute; null: the CLI's own default.</summary>
    public string? ConfigDir { get; init; }

    public IReadOnlyDictionary<string, Secret> Env { get; init; } = new Dictionary<string, Secret>(StringComparer.Ordinal);

    /// <summary>Runs at a time under it; null: no limit of its own.</summary>
    public int? MaxConcurrent { get; init; }
}

/// <summary>Who may see the dashboard.</summary>
internal sealed record DashboardConfig
{
    public bool Auth { get; init; }

    public string? AdminUser { get; init; }

    public Secret? AdminPassword { get; init; }
}
