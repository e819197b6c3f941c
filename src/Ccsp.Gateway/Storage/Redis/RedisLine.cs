using System.Diagnostics;
using StackExchange.Redis;

namespace Ccsp.Gateway.Storage.Redis;

/// <summary>
/// One connection that is made anew when it has been silent for too long: a peer that vanished without a word is otherwise noticed after minutes,
/// and a new primary is found by asking again. Calls are repeated until they succeed or their time is over.
/// </summary>
internal sealed partial class RedisLine(RedisOptions options, string name, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>One try of a call; a server that takes longer for anything of ours is in trouble.</summary>
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim connecting = new(1, 1);
    private volatile ConnectionMultiplexer? connection;

    /// <summary>A new connection was made; the old one is gone with its subscriptions.</summary>
    public event Func<ConnectionMultiplexer, Task>? Connected;

    /// <summary>When a call last succeeded.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>Whether the latest call succeeded.</summary>
    public bool IsUp { get; private set; }

    /// <param name="call">May be made several times.</param>
    /// <param name="stop">Ends the waiting between two tries.</param>
    /// <exception cref="StorageFull">The server has no memory left; nothing happened.</exception>
    /// <exception cref="StoreUnavailable">It cannot be reached, or does not take commands; what became of the last try is unknown.</exception>
    public async Task<T> CallAsync<T>(Func<ConnectionMultiplexer, Task<T>> call, CancellationToken stop)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var peer = connection;
            try
            {
                peer ??= await ConnectAsync(null, stop);
                var answer = await call(peer).WaitAsync(OneTry, time, stop);
                (IsUp, AnsweredAt) = (true, time.GetUtcNow());
                return answer;
            }
            catch (RedisServerException problem) when (problem.Message.StartsWith("OOM", StringComparison.Ordinal))
            {
                throw new StorageFull("The Redis server has reached its maxmemory.", problem);
            }
            catch (Exception problem) when (RedisTroubles.IsPassing(problem))
            {
                IsUp = false;
                if (Stopwatch.GetElapsedTime(since) > options.CallTimeout)
                    throw new StoreUnavailable($"Redis at {options} does not answer: {problem.Message}", problem);
                Log.Trouble(logger, name, problem.Message);
                if (RedisTroubles.NeedsNewConnection(problem))
                    await ConnectAsync(peer, stop);
                else
                    await Task.Delay(Pause, time, stop);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is { } open)
            await open.CloseAsync(allowCommandsToComplete: false);
        connecting.Dispose();
    }

    /// <param name="instead">The one that failed; another caller may have replaced it already.</param>
    private async Task<ConnectionMultiplexer> ConnectAsync(ConnectionMultiplexer? instead, CancellationToken stop)
    {
        await connecting.WaitAsync(stop);
        try
        {
            if (connection is { } other && other != instead)
                return other;
            var configuration = RedisTroubles.Configuration(options, await RedisPrimary.FindAsync(options, stop), name);
            var made = await ConnectionMultiplexer.ConnectAsync(configuration).WaitAsync(OneTry, time, stop);
            connection = made;
            // Its last commands may still be answered; nobody waits for them.
            _ = instead?.CloseAsync(allowCommandsToComplete: false);
            if (Connected is { } told)
                await told(made);
            return made;
        }
        finally
        {
            connecting.Release();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Redis ({Name}): {Reason}; trying again")]
        public static partial void Trouble(ILogger logger, string name, string reason);
    }
}
