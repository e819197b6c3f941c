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
                $"sentinel monitor {Name} 127.0.0.1 {first.Port} 2\nsentinel down-after-milliseconds {Name} 5000\nsentinel "
                    + $"failover-timeout {Name} 5000\n"));
        }

        foreach (var sentinel in group._all.Skip(2))
            await Until.TrueAsync(async () => await IsCompleteAsync(sentinel), "the sentinels to know each other");
        return group;
    }

    /// <summary>The replica has everything the primary has now: what is written comes in order.</summary>
    public async Task ReplicatedAsync()
    {
        var mark = Guid.NewGuid().ToString("N");
        await First.CommandAsync("SET", "replicated", mark);
        await Until.TrueAsync(async () => await Second.CommandAsync("GET", "replicated") == mark, "the replica to catch up");
    }

    /// <summary>The sentinels make the replica the primary; returns when they all say so and the old one has become a replica, before
    /// which it takes writes that are lost.</summary>
    public async Task FailOverAsync()
    {
        await Until.TrueAsync(TryFailOverAsync, "a replica the sentinels trust");
        foreach (var sentinel in _all.Skip(2))
            await Until.TrueAsync(() => SaysSecondAsync(sentinel, Second.Port), "the fail-over");
        await Until.TrueAsync(IsFirstDemotedAsync, "the old primary to follow");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Enumerable.Reverse(_all))
            await server.DisposeAsync();
    }

    private static async Task<bool> SaysSecondAsync(RedisServer sentinel, int second) =>
        (await sentinel.CommandAsync("SENTINEL", "GET-MASTER-ADDR-BY-NAME", Name)).Contains($"{second}", StringComparison.Ordinal);

    /// <summary>The sentinels close its connections with it.</summary>
    private async Task<bool> IsFirstDemotedAsync()
    {
        try
        {
            return (await First.CommandAsync("ROLE")).StartsWith("slave", StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <returns>False while the sentinels have not seen the replica for long enough, or are at it by themselves.</returns>
    private async Task<bool> TryFailOverAsync()
    {
        if (await SaysSecondAsync(_all[2], Second.Port))
            return true;
        try
        {
            await _all[2].CommandAsync("SENTINEL", "FAILOVER", Name);
            return true;
        }
        catch (InvalidOperationException ex) when (ex.Message.Contains("NOGOODSLAVE", StringComparison.Ordinal)
            || ex.Message.Contains("INPROG", StringComparison.Ordinal))
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
