namespace Ccsp.RedisServers;

/// <summary>A primary with a replica, watched by three sentinels.</summary>
internal sealed class RedisSentinels : IAsyncDisposable
{
    public const string Name = "queue";

    private readonly List<RedisServer> _all = [];

    private RedisSentinels(RedisServer first, RedisServer second) => (First, Second) = (first, second);

    /// <summary>The primary in the beginning.</summary>
    public RedisServer First { get; }

    public RedisServer Second { get; }

    /// <summary>Where the sentinels are.</summary>
    public IReadOnlyList<string> Endpoints => [.. _all.Skip(2).Select(sentinel => sentinel.Endpoint)];

    public static async Task<RedisSentinels> StartAsync(params string[] settings)
    {
        var first = await RedisServer.StartAsync(settings);
        var second = await RedisServer.StartAsync([.. settings, "--replicaof", "127.0.0.1", $"{first.Port}"]);
        var group = new RedisSentinels(first, second);
        group._all.AddRange([first, second]);
        await Until.TrueAsync(
            async () => (await second.CommandAsync("INFO", "replication")).Contains("master_link_status:up", StringComparison.Ordinal),
            "the replica");
        for (var i = 0; i < 3; i++)
        {
            group._all.Add(await RedisServer.StartSentinelAsync(
                $"sentinel monitor {Name} 127.0.0.1 {first.Port} 2\nsentinel down-after-milliseconds {Name} 1000\nsentinel "
                    + $"failover-timeout {Name} 5000\n"));
        }

        foreach (var sentinel in group._all.Skip(2))
            await Until.TrueAsync(async () => await IsCompleteAsync(sentinel), "the sentinels to know each other");
        return group;
    }

    /// <summary>The sentinels make the replica the primary; returns when they all say so.</summary>
    public async Task FailOverAsync()
    {
        await Until.TrueAsync(TryFailOverAsync, "a replica the sentinels trust");
        foreach (var sentinel in _all.Skip(2))
            await Until.TrueAsync(
                async () =>
                    (await sentinel.CommandAsync("SENTINEL", "GET-MASTER-ADDR-BY-NAME", Name))
                        .Contains($"{Second.Port}", StringComparison.Ordinal),
                "the fail-over");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Enumerable.Reverse(_all))
            await server.DisposeAsync();
    }

    /// <returns>False while the sentinels have not seen the replica for long enough.</returns>
    private async Task<bool> TryFailOverAsync()
    {
        try
        {
            await _all[2].CommandAsync("SENTINEL", "FAILOVER", Name);
            return true;
        }
        catch (InvalidOperationException ex) when (ex.Message.Contains("NOGOODSLAVE", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private static async Task<bool> IsCompleteAsync(RedisServer sentinel)
    {
        var said = (await sentinel.CommandAsync("SENTINEL", "MASTER", Name)).Split('\n');
        return Value("num-slaves") == "1" && Value("num-other-sentinels") == "2";

        string Value(string name) => said[Array.IndexOf(said, name) + 1];
    }
}
