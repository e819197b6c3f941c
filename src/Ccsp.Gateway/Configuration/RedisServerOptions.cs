using System.ComponentModel.DataAnnotations;
using Ccsp.Gateway.Settings;
using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Gateway.Configuration;

/// <summary>The <c>store.redis</c> section.</summary>
internal sealed record RedisServerOptions
{
    public const int DefaultPort = 6379;

    [NonEmpty("a host name or address")]
    public string? Host { get; init; }

    [Range(1, 65535)]
    public int Port { get; init; } = DefaultPort;

    [Range(0, 1_000_000)]
    public int Database { get; init; }

    public bool Tls { get; init; }

    /// <summary>Instead of host and port: cluster nodes or sentinels.</summary>
    [HostsAndPorts]
    public string? Nodes { get; init; }

    /// <summary>Null: the nodes are the servers themselves.</summary>
    [NonEmpty("the name the sentinels know the primary by")]
    public string? SentinelMaster { get; init; }

    /// <summary>Separates several stores on one server.</summary>
    [Pattern("[A-Za-z0-9-]{1,64}", "letters, digits and hyphens")]
    public string Name { get; init; } = RedisOptions.DefaultName;

    /// <summary>Number of slots over which submissions and results are spread; fixed when the store is created.</summary>
    [Range(1, 256)]
    public int Shards { get; init; } = RedisOptions.DefaultShards;

    /// <summary>Server, account and database as a URL instead of separate keys.</summary>
    public Secret? Url { get; init; }

    /// <summary>Null: the default user.</summary>
    [NonEmpty("a name of the server's access control list")]
    public string? User { get; init; }

    public Secret? Password { get; init; }

    [NonEmpty("a name of the sentinels' access control list")]
    public string? SentinelUser { get; init; }

    public Secret? SentinelPassword { get; init; }

    public bool IsNamed => Host is not null || Url is not null || Nodes is not null;
}
