using StackExchange.Redis;

namespace Ccsp.Gateway.Storage.Redis;

/// <summary>
/// The connections to a shared store: one for scripts, and one for reads and large values, so that these do not delay small commands. A
/// script may run twice when its answer was lost: writing scripts therefore remember their result under a name from the caller.
/// </summary>
internal sealed class RedisLink : IAsyncDisposable
{
    private static readonly RedisScript Spare = RedisScript.Load("spare");

    private static readonly TimeSpan ReplicaPatience = TimeSpan.FromSeconds(1);

    private readonly RedisOptions _options;
    private readonly RedisLine _scripts;
    private readonly RedisLine _reads;
    private readonly List<(string Channel, Action<string> Handler)> _subscriptions = [];

    private RedisLink(RedisOptions options, TimeProvider time, ILogger logger)
    {
        _options = options;
        Condition = new RedisCondition(options, time, logger);
        _scripts = new RedisLine(options, "scripts", time, Condition);
        _reads = new RedisLine(options, "reads", time, Condition);
        _reads.Connected += SubscribeAgainAsync;
        _scripts.Broken += () => Broken?.Invoke();
        _reads.Broken += () => Broken?.Invoke();
    }

    /// <summary>The next answers may come from a restarted server, or from another one, without the last writes.</summary>
    public event Action? Broken;

    public RedisOptions Options => _options;

    public RedisCondition Condition { get; }

    /// <exception cref="StoreUnavailable">The server is unreachable.</exception>
    public static async Task<RedisLink> OpenAsync(RedisOptions options, TimeProvider time, ILogger logger,
        CancellationToken cancellationToken)
    {
        var link = new RedisLink(options, time, logger);
        try
        {
            await link._scripts.CallAsync(peer => peer.GetDatabase().PingAsync(), cancellationToken);
            await link._reads.CallAsync(peer => peer.GetDatabase().PingAsync(), cancellationToken);
            return link;
        }
        catch
        {
            await link.DisposeAsync();
            throw;
        }
    }

    /// <param name="keys">All keys that the script uses, in one slot.</param>
    /// <exception cref="StorageFull">Nothing happened; the server is out of memory.</exception>
    /// <exception cref="StoreUnavailable">The server was unreachable; whether the script ran is unknown.</exception>
    public Task<RedisResult> RunAsync(RedisScript script, RedisKey[] keys, RedisValue[] arguments, CancellationToken cancellationToken) =>
        _scripts.CallAsync(peer => RunAsync(peer.GetDatabase(), script, keys, arguments), cancellationToken);

    /// <summary>
    /// Waits until a replica has what a script wrote, within the call's time limit. The server may be another one than the script ran on,
    /// and WAIT covers only writes of its own connection: so a key of the script, which must exist, is written again.
    /// </summary>
    /// <param name="written">A key that the script wrote.</param>
    /// <param name="remembered">The key's time to live.</param>
    /// <exception cref="StoreUnavailable">No replica has it although a primary does, or the current primary does not have it.</exception>
    public async Task ReplicatedAsync(RedisKey written, TimeSpan remembered, CancellationToken cancellationToken)
    {
        var isThere = await _scripts.CallAsync(
            async peer =>
            {
                var db = peer.GetDatabase();
                var (kept, replicas) =
                    (db.KeyExpireAsync(written, remembered), db.ExecuteAsync("WAIT", 1, (int)ReplicaPatience.TotalMilliseconds));
                await Task.WhenAll(kept, replicas);
                return await kept && ((int)await replicas >= 1 ? true : throw new TimeoutException("No replica has taken it."));
            },
            cancellationToken);
        if (!isThere)
            throw new StoreUnavailable($"Redis at {_options}: another server is the primary now, and what was written did not reach it.");
    }

    /// <summary>A command that the server accepts even when it is full: for writes that allow the queue to drain.</summary>
    /// <exception cref="StoreUnavailable">The server was unreachable.</exception>
    public Task<RedisResult> SpareAsync(string command, RedisKey key, RedisValue[] arguments, CancellationToken cancellationToken) =>
        _reads.CallAsync(peer => RunAsync(peer.GetDatabase(), Spare, [key.Append(":"), key], [command, .. arguments]), cancellationToken);

    /// <summary>For reads, and for idempotent writes.</summary>
    /// <exception cref="StorageFull">The server is out of memory.</exception>
    /// <exception cref="StoreUnavailable">The server was unreachable.</exception>
    public Task<T> ReadAsync<T>(Func<IDatabase, Task<T>> read, CancellationToken cancellationToken) =>
        _reads.CallAsync(peer => read(peer.GetDatabase()), cancellationToken);

    /// <summary>Calls every primary: the single server, or each cluster node with slots.</summary>
    /// <exception cref="StoreUnavailable">One of them was unreachable.</exception>
    public Task<T[]> AskPrimariesAsync<T>(Func<IServer, Task<T>> ask, CancellationToken cancellationToken) => _reads.CallAsync(
        peer =>
        {
            var servers = Array.FindAll(peer.GetServers(), server => server.IsConnected);
            return servers.Length > 0
                ? Task.WhenAll(servers.Where(server => server is { IsReplica: false, ServerType: not ServerType.Sentinel }).Select(ask))
                : throw new TimeoutException("there is no connection");
        },
        cancellationToken);

    /// <summary>Subscribes from now on; messages may be lost.</summary>
    public async Task<IDisposable> SubscribeAsync(string channel, Action<string> handler, CancellationToken cancellationToken)
    {
        var one = (channel, handler);
        lock (_subscriptions)
            _subscriptions.Add(one);
        await _reads.CallAsync(peer => SubscribeAsync(peer, channel, handler), cancellationToken);
        return new Subscribed(() =>
        {
            lock (_subscriptions)
                _subscriptions.Remove(one);
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _scripts.DisposeAsync();
        await _reads.DisposeAsync();
    }

    /// <summary>By its hash, or by its text if the server does not know it after a restart or fail-over.</summary>
    private static async Task<RedisResult> RunAsync(IDatabase db, RedisScript script, RedisKey[] keys, RedisValue[] arguments)
    {
        try
        {
            return await db.ScriptEvaluateAsync(script.Hash, keys, arguments);
        }
        catch (RedisServerException ex) when (RedisTroubles.Says(ex, "NOSCRIPT"))
        {
            return await db.ScriptEvaluateAsync(script.Text, keys, arguments);
        }
    }

    private async Task SubscribeAgainAsync(ConnectionMultiplexer peer)
    {
        List<(string Channel, Action<string> Handler)> all;
        lock (_subscriptions)
            all = [.. _subscriptions];
        foreach (var (channel, handler) in all)
            await SubscribeAsync(peer, channel, handler);
    }

    private static async Task<bool> SubscribeAsync(ConnectionMultiplexer peer, string channel, Action<string> handler)
    {
        await peer.GetSubscriber().SubscribeAsync(RedisChannel.Literal(channel), (_, argument) => handler(argument!));
        return true;
    }

    private sealed class Subscribed(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
