using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// After a shared store was away, nothing starts for a moment: another instance may hold an emergency stop that it could not write, and
/// writes it as soon as the store answers it again.
/// </summary>
internal sealed partial class StoreReturn(SharedLease lease, HeartbeatOptions options, TimeProvider time, ILogger<StoreReturn> log)
{
    /// <summary>A call that takes longer may have been in the server's queue while it stood still.</summary>
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(2);

    /// <summary>A pending stop is offered every second, and a connection is made anew within a few.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);

    private readonly TimeSpan _wait = TimeSpan.FromSeconds(Math.Max(Shortest.TotalSeconds, 2 * options.EverySeconds));
    private readonly Lock _gate = new();
    private bool _isAway;
    private long? _backAt;

    /// <summary>Whether its last call failed: the next one must not be a claim.</summary>
    public bool IsAway
    {
        get
        {
            lock (_gate)
                return _isAway;
        }
    }

    /// <summary>How long nothing may start yet; zero: it may.</summary>
    public TimeSpan Left
    {
        get
        {
            lock (_gate)
                return _backAt is { } at && _wait > time.GetElapsedTime(at) ? _wait - time.GetElapsedTime(at) : TimeSpan.Zero;
        }
    }

    /// <summary>Makes a call of the store and notes whether it was away.</summary>
    public async Task<T> NoteAsync<T>(Func<Task<T>> call)
    {
        var began = time.GetTimestamp();
        try
        {
            var answer = await call();
            Answered(time.GetElapsedTime(began));
            return answer;
        }
        catch (StoreUnavailable) when (lease.File is not null)
        {
            lock (_gate)
                _isAway = true;
            throw;
        }
    }

    private void Answered(TimeSpan took)
    {
        lock (_gate)
        {
            if (lease.File is null || (!_isAway && took < Prompt))
                return;
            _isAway = false;
            _backAt = time.GetTimestamp();
        }

        Log.Back(log, _wait.TotalSeconds);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The store was away and answers again. Nothing starts here for {Seconds} s, so "
            + "that an emergency stop another instance could not write yet comes first")]
        public static partial void Back(ILogger log, double seconds);
    }
}
