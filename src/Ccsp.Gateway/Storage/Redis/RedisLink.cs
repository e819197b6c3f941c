using StackExchange.Redis;

namespace Ccsp.Gateway.Storage.Redis;

/// <summary>
/// The shared store as this process reaches it: a line for scripts, and another for reads and large values, so that these do not stand in
/// front of small commands. A script may be run twice when its answer was lost: those that write remember what they were asked under a name
/// their caller gives.
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

    /// <summary>What answers next may be a server that was restarted, or another one, without the last writes.</summary>
    public event Action? Broken;

    public RedisOptions Options => _options;

    public RedisCondition Condition { get; }

    /// <exception cref="StoreUnavailable">The server cannot be reached.</exception>
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

    /// <param name="keys">All that the script touches, in one slot.</param>
    /// <exception cref="StorageFull">Nothing happened; the server has no memory left.</exception>
    /// <exception cref="StoreUnavailable">It could not be reached in time; whether the script ran is unknown.</exception>
    public Task<RedisResult> RunAsync(RedisScript script, RedisKey[] keys, RedisValue[] arguments, CancellationToken cancellationToken) =>
        _scripts.CallAsync(peer => RunAsync(peer.GetDatabase(), script, keys, arguments), cancellationToken);

    /// <summary>
    /// Until a replica has what a script wrote; tried again until the call's time is over. Another server may be asked than the one the
    /// script ran on, and WAIT counts only what came over its own connection: so a key of the script is written once more, and must be
    /// there.
    /// </summary>
    /// <param name="written">A key that the script wrote.</param>
    /// <param name="remembered">How long it stays.</param>
    /// <exception cref="StoreUnavailable">No replica has it, though a primary does; or the primary there is now does not have
    /// it.</exception>
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

    /// <summary>One command that the server takes even when it is full: for what must be written so that the queue can be worked
    /// off.</summary>
    /// <exception cref="StoreUnavailable">It could not be reached in time.</exception>
    public Task<RedisResult> SpareAsync(string command, RedisKey key, RedisValue[] arguments, CancellationToken cancellationToken) =>
        _reads.CallAsync(peer => RunAsync(peer.GetDatabase(), Spare, [key.Append(":"), key], [command, .. arguments]), cancellationToken);

    /// <summary>For plain reads, and for writes of values that are the same however often they are written.</summary>
    /// <exception cref="StorageFull">The server has no memory left.</exception>
    /// <exception cref="StoreUnavailable">It could not be reached in time.</exception>
    public Task<T> ReadAsync<T>(Func<IDatabase, Task<T>> read, CancellationToken cancellationToken) =>
        _reads.CallAsync(peer => read(peer.GetDatabase()), cancellationToken);

    /// <summary>Asks every primary: the one server there is, or each node of a cluster that has slots.</summary>
    /// <exception cref="StoreUnavailable">One could not be reached in time.</exception>
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

    /// <summary>By its hash; a server that does not know it, after a restart or a fail-over, is given the text.</summary>
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
