using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>Slows this instance down while no process can be made (no memory, no process ids, no disk). Its tasks lose nothing by
/// it.</summary>
internal sealed class StartBackoff
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private int _failures;
    private DateTimeOffset _until;

    /// <summary>No claim before this time.</summary>
    public DateTimeOffset Until
    {
        get
        {
            lock (_gate)
                return _until;
        }
    }

    /// <summary>A pause longer than any it gives comes from a wall clock that was set back, and is over.</summary>
    public bool IsShut(DateTimeOffset now) => Until is var end && end > now && end - now <= LongestPause;

    public void Failed(DateTimeOffset now, double jitter)
    {
        lock (_gate)
            _until = now + Backoff.Growing(_failures++, jitter);
    }

    public void Succeeded()
    {
        lock (_gate)
            _failures = 0;
    }
}
