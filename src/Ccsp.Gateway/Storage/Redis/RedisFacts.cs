using System.Globalization;
using Ccsp.Contracts;
using StackExchange.Redis;

namespace Ccsp.Gateway.Storage.Redis;

/// <summary>Properties of a server that matter to a durable queue.</summary>
/// <param name="Version">For example 7.0.15.</param>
/// <param name="Eviction">maxmemory-policy.</param>
/// <param name="AppendsOnly">Whether there is an append-only file.</param>
/// <param name="Fsync">appendfsync.</param>
/// <param name="Replicas">Number of connected replicas.</param>
/// <param name="IsCluster">Whether there are several primaries.</param>
internal sealed record RedisFacts(Version Version, string Eviction, bool AppendsOnly, string Fsync, int Replicas, bool IsCluster)
{
    /// <summary>Share of maxmemory; with more free memory than the rest a server is not reported as full.</summary>
    private const double NearlyFull = 0.98;

    private const string KeepsAll = "noeviction";

    private static readonly Version Oldest = new(6, 0);

    /// <summary>Whether a primary has nearly reached maxmemory.</summary>
    public bool IsNearlyFull { get; init; }

    /// <summary>Whether a primary has reached maxmemory and refuses writes.</summary>
    public bool IsFull { get; init; }

    /// <summary>What an acknowledged write survives: a replica counts only if it is waited for.</summary>
    /// <param name="wished">The operator's requirement; null: whatever the server provides.</param>
    public Durability Gives(Durability? wished) => wished switch
    {
        Durability.Replicated => Durability.Replicated,
        _ => AppendsOnly && Fsync == "always" ? Durability.Disk : Durability.Memory,
    };

    /// <summary>Of the weakest primary, if there are several.</summary>
    /// <exception cref="StoreUnsuitable">There is none.</exception>
    public static async Task<RedisFacts> ReadAsync(RedisLink link, CancellationToken cancellationToken)
    {
        var all = await link.AskPrimariesAsync(ReadAsync, cancellationToken);
        if (all.Length == 0)
            throw new StoreUnsuitable($"There is no primary at {link.Options}: a replica takes no tasks. Name the primary, or the "
                + "sentinels with store.redis.sentinelMaster.");
        return new RedisFacts(
            all.Min(facts => facts.Version)!,
            all.FirstOrDefault(facts => facts.Eviction != KeepsAll)?.Eviction ?? KeepsAll,
            all.All(facts => facts.AppendsOnly),
            all.FirstOrDefault(facts => facts.Fsync != "always")?.Fsync ?? "always",
            all.Min(facts => facts.Replicas),
            all.Any(facts => facts.IsCluster)) 
        {
            IsNearlyFull = all.Any(facts => facts.IsNearlyFull),
            IsFull = all.Any(facts => facts.IsFull),
        };
    }

    /// <summary>All problems, with the commands that solve them.</summary>
    /// <param name="wished">The operator's requirement; null: whatever the server provides.</param>
    public IEnumerable<string> Findings(Durability? wished)
    {
        if (Version < Oldest)
            yield return $"Redis {Version} is too old; CCSP needs {Oldest} or newer.";
        if (Eviction != KeepsAll)
            yield return $"Its maxmemory-policy is {Eviction}: a full server would delete tasks. Run: redis-cli CONFIG SET "
                + "maxmemory-policy noeviction (and write it into redis.conf).";
        if (wished == Durability.Disk && Gives(wished) != Durability.Disk)
            yield return "store.durability is disk, and the server does not write each commit to disk. "
                + "Run: redis-cli CONFIG SET appendonly yes, then redis-cli CONFIG SET appendfsync always "
                + "(and write both into redis.conf).";
        if (wished == Durability.Replicated && IsCluster)
            yield return "store.durability replicated is not offered on a Cluster, "
                + "where a wait for replicas cannot be sent to the node that wrote. Use disk.";
        else if (wished == Durability.Replicated && Replicas == 0)
            yield return "store.durability is replicated, and the server has no replica. "
                + "Run on another server: redis-cli REPLICAOF <this host> <this port>.";
    }

    /// <exception cref="StoreUnsuitable">There are problems; the message has all of them.</exception>
    public void Require(Durability? wished)
    {
        if (Findings(wished).ToList() is { Count: > 0 } findings)
            throw new StoreUnsuitable(string.Join(Environment.NewLine, findings));
    }

    private static async Task<RedisFacts> ReadAsync(IServer server)
    {
        var facts = (await server.InfoAsync()).SelectMany(section => section).GroupBy(pair => pair.Key, StringComparer.Ordinal)
            .ToDictionary(grouping => grouping.Key, grouping => grouping.First().Value, StringComparer.Ordinal);
        return new RedisFacts(
            Version.Parse(facts["redis_version"]),
            facts.GetValueOrDefault("maxmemory_policy", KeepsAll),
            facts.GetValueOrDefault("aof_enabled") == "1",
            await SettingAsync(server, "appendfsync") ?? "everysec",
            int.Parse(facts.GetValueOrDefault("connected_slaves", "0"), CultureInfo.InvariantCulture),
            server.ServerType == ServerType.Cluster)
        {
            IsNearlyFull = Used() >= NearlyFull,
            IsFull = Used() > 1,
        };

        // Computed like the server does: buffers of replicas and of the append-only file do not count.
        double Used() => Number("maxmemory") is > 0 and var most
            ? (Number("used_memory") - Number("mem_not_counted_for_evict")) / most : 0;

        double Number(string name) => double.Parse(facts.GetValueOrDefault(name, "0"), CultureInfo.InvariantCulture);
    }

    /// <summary>Null when CONFIG is forbidden.</summary>
    private static async Task<string?> SettingAsync(IServer server, string name)
    {
        try
        {
            return (await server.ConfigGetAsync(name)).FirstOrDefault().Value;
        }
        catch (RedisServerException)
        {
            // Managed servers forbid it; then assume the weaker level.
            return null;
        }
    }
}
