namespace Ccsp.Gateway.Storage;

/// <summary>
/// One term of this instance as the leader of those that share a store. What a flow writes in a term is stored only while no later term has
/// begun there, so a leader that slept through its lease writes nothing, whatever it was doing.
/// </summary>
/// <param name="number">The fencing token: larger than that of every term before; null where nobody else can lead.</param>
/// <param name="time">Measures the lease.</param>
internal sealed class LeaderTerm(long? number, TimeProvider time) : IDisposable
{
    private static readonly AsyncLocal<LeaderTerm?> Flow = new();

    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _gate = new();
    private ITimer? _expiry;
    private (long Since, TimeSpan For)? _lease;

    /// <summary>The one the current flow works in; null for what is no work of a leader.</summary>
    public static LeaderTerm? Current => Flow.Value;

    public long? Number => number;

    /// <summary>Cancelled when it has ended, also while nobody looks. A process that was frozen finds <see cref="HasEnded"/>
    /// first.</summary>
    public CancellationToken Ended => _ended.Token;

    public bool HasEnded => _ended.IsCancellationRequested || IsExpired;

    private bool IsExpired
    {
        get
        {
            lock (_gate)
                return _lease is { } lease && time.GetElapsedTime(lease.Since) >= lease.For;
        }
    }

    /// <summary>The store has confirmed the lease. A term that has ended stays so.</summary>
    /// <param name="since">A time stamp of the clock: when that was asked for.</param>
    /// <param name="duration">How long it holds from then on.</param>
    public void Extend(long since, TimeSpan duration)
    {
        if (HasEnded)
            return;
        lock (_gate)
        {
            _lease = (since, duration);
            var left = duration - time.GetElapsedTime(since);
            _expiry ??= time.CreateTimer(_ => End(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _expiry.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    public void End() => _ended.Cancel();

    /// <summary>Does something in this term, with all that it calls.</summary>
    public async Task RunAsync(Func<Task> work)
    {
        Flow.Value = this;
        await work();
    }

    /// <summary>Stores what holds regardless of the term, from within a term.</summary>
    public static async Task OutsideAsync(Func<Task> work)
    {
        Flow.Value = null;
        await work();
    }

    public void Dispose()
    {
        _ended.Cancel();
        _expiry?.Dispose();
    }
}
