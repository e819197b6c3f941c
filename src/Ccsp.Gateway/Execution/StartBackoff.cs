using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// Pauses this instance while no process can be created (no memory, process ids or disk) or none may be. Its tasks lose nothing.
/// </summary>
/// <param name="storeReturn">Null: the store is nobody else's.</param>
internal sealed class StartBackoff(StoreReturn? storeReturn = null)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private int _failures;
    private DateTimeOffset _until;
    private string _reason = "";
    private string? _disk;

    /// <summary>No claim before this time.</summary>
    public DateTimeOffset Until
    {
        get
        {
            lock (_gate)
                return _until;
        }
    }

    public bool IsShut(DateTimeOffset now) => Shortage(now) is not null;

    /// <summary>
    /// What is lacking; null while runs can start. A pause longer than any it sets comes from a wall clock set back, and is over.
    /// </summary>
    public StartShortage? Shortage(DateTimeOffset now)
    {
        if (storeReturn?.Left is { Ticks: > 0 } left)
            return new StartShortage(
                "the shared store was away, and an emergency stop that another instance could not write yet comes first", now + left);
        lock (_gate)
        {
            if (_disk is not null)
                return new StartShortage(_disk, TriedAt: null);
            return _until > now && _until - now <= LongestPause ? new StartShortage(_reason, _until) : null;
        }
    }

    public void Failed(DateTimeOffset now, double jitter, string reason)
    {
        lock (_gate)
            (_until, _reason) = (now + Backoff.Growing(_failures++, jitter), reason);
    }

    public void Succeeded()
    {
        lock (_gate)
            _failures = 0;
    }

    /// <summary>The data disk's fault; null: none. Recovery ends its pause at once, whatever the back-off has grown to.</summary>
    public void DiskIs(string? trouble)
    {
        lock (_gate)
        {
            if (trouble is null && _disk is not null)
                (_failures, _until) = (0, default);
            _disk = trouble;
        }
    }
}
