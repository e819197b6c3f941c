using System.Diagnostics;
using StackExchange.Redis;

namespace Ccsp.Gateway.Storage.Redis;

/// <summary>
/// A connection that is renewed when it has been silent for too long: a vanished peer is otherwise noticed only after minutes, and a new
/// primary is found only by asking again. Calls are repeated until they succeed or their time is up.
/// </summary>
internal sealed class RedisLine(RedisOptions options, string name, TimeProvider time, RedisCondition condition) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Limit of one attempt; none of our calls takes a healthy server this long.</summary>
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(2);

    /// <summary>Limit of a call, with all its attempts.</summary>
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(4);

    /// <summary>A server that answers within this time is healthy.</summary>
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _connecting = new(1, 1);
    private readonly RedisDiagnosis _diagnosis = new(options, name, time);
    private volatile ConnectionMultiplexer? _connection;

    /// <summary>A new connection replaced the old one and its subscriptions.</summary>
    public event Func<ConnectionMultiplexer, Task>? Connected;

    /// <summary>The connection broke: the next answers may come from a restarted server, or from another one.</summary>
    public event Action? Broken;

    /// <param name="call">May be called several times.</param>
    /// <exception cref="StorageFull">The server is out of memory; nothing happened.</exception>
    /// <exception cref="StoreUnavailable">The server is unreachable or accepts no commands, and the effect of the last attempt is unknown;
    /// or it refuses this gateway what the call needs.</exception>
    public async Task<T> CallAsync<T>(Func<ConnectionMultiplexer, Task<T>> call, CancellationToken cancellationToken)
    {
        using (StorePatience.Wait())
            return await TryAsync(call, cancellationToken);
    }

    private async Task<T> TryAsync<T>(Func<ConnectionMultiplexer, Task<T>> call, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StorePatience.Left(CallLimit));
        Exception? trouble = null;
        ConnectionMultiplexer? peer = null;
        while (true)
        {
            try
            {
                if (trouble is not null)
                    await Task.Delay(Pause, time, limit.Token);
                var given = trouble is not null && RedisTroubles.NeedsNewConnection(trouble, mayMove: options.SentinelMaster is not null)
                    ? peer : null;
                peer = _connection is { } open && open != given ? open : await ConnectAsync(given, limit.Token);
                if (options.SentinelMaster is not null && Array.TrueForAll(peer.GetServers(), server => server.IsReplica))
                    throw new NoPrimary();
                var answer = await call(peer).WaitAsync(OneTry, time, limit.Token);
                condition.Answered(name);
                return answer;
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                // Earlier calls of the same request may have used up its time, which says nothing about the server.
                if (trouble is null && Stopwatch.GetElapsedTime(began) < Prompt)
                    throw new StoreUnavailable($"Redis at {options} answers too slowly: this request took more than "
                        + $"{StorePatience.All.TotalSeconds} s of its time.");
                condition.Lost(name, trouble?.Message ?? "no answer in time");
                throw new StoreUnavailable($"Redis at {options} does not answer: {trouble?.Message ?? "no answer in time"}",
                    trouble) { IsLogged = true };
            }
            catch (RedisServerException ex) when (RedisTroubles.Says(ex, "OOM"))
            {
                throw condition.RefusedAsFull(ex);
            }
            catch (RedisServerException ex) when (RedisTroubles.Says(ex, "STOREMOVED"))
            {
                throw new StoreUnavailable(ex.Message, ex);
            }
            catch (Exception ex) when (RedisRefusal.Of(ex, options) is { } refusal)
            {
                throw condition.Refused(refusal, ex);
            }
            catch (Exception ex) when (RedisTroubles.IsPassing(ex))
            {
                if (peer is { IsConnected: false } && await _diagnosis.RefusalAsync(limit.Token) is { } refusal)
                    throw condition.Refused(refusal, ex);
                condition.Lost(peer is not null && RedisTroubles.RefusesWrites(ex, peer) ? RedisCondition.Writes : name, ex.Message);
                trouble = ex;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } open)
            await open.CloseAsync(allowCommandsToComplete: false);
        _connecting.Dispose();
    }

    /// <param name="instead">The connection that failed; another caller may have replaced it already.</param>
    private async Task<ConnectionMultiplexer> ConnectAsync(ConnectionMultiplexer? instead, CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken);
        try
        {
            if (_connection is { } other && other != instead)
                return other;
            var configuration = RedisConnecting.ToServers(options, await RedisPrimary.FindAsync(options, cancellationToken),
                $"{options.Name}-{name}");
            var made = await RedisConnecting.ConnectAsync(configuration, OneTry, time, cancellationToken);
            made.ConnectionFailed += (_, _) => Broken?.Invoke();
            _connection = made;
            if (made.GetServers()
                .FirstOrDefault(server =>
                server is { IsConnected: true, IsReplica: false }) is { ServerType: not ServerType.Cluster } primary)
                condition.Led($"{primary.EndPoint}");
            Broken?.Invoke();
            _ = instead?.CloseAsync(allowCommandsToComplete: false);
            if (Connected is { } handlers)
                await handlers(made);
            return made;
        }
        finally
        {
            _connecting.Release();
        }
    }
}
