namespace Ccsp.Gateway.Storage.Redis;

/// <summary>Connection settings of a shared store.</summary>
internal sealed record RedisOptions
{
    public const string DefaultName = "ccsp";

    public const int DefaultShards = 1;

    /// <summary><c>host:port</c>: one server, the nodes of a cluster, or, with <see cref="SentinelMaster"/>, the sentinels.</summary>
    public required IReadOnlyList<string> Endpoints { get; init; }

    /// <summary>The sentinels' name for the primary; null: the endpoints are the servers themselves.</summary>
    public string? SentinelMaster { get; init; }

    /// <summary>Null: the default user.</summary>
    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>At the sentinels; null: their default user.</summary>
    public string? SentinelUser { get; init; }

    public string? SentinelPassword { get; init; }

    public bool Tls { get; init; }

    public int Database { get; init; }

    /// <summary>Distinguishes the stores of one server; part of every key.</summary>
    public string Name { get; init; } = DefaultName;

    /// <summary>Number of slots over which submissions and results are spread; fixed when the store is created.</summary>
    public int Shards { get; init; } = DefaultShards;

    /// <summary>Without the passwords.</summary>
    public override string ToString() =>
        $"{string.Join(',', Endpoints)}{(SentinelMaster is null ? "" : $" (sentinels of {SentinelMaster})")}/{Database}";
}
