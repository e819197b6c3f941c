using Ccsp.Contracts;

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
