using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>Slows this instance down while no process can be made (no memory, no process ids, no disk). Its tasks lose nothing by it.</summary>
internal sealed class StartBackoff
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private int failures;
    private DateTimeOffset until;

    /// <summary>No claim before this time.</summary>
    public DateTimeOffset Until
    {
        get
        {
            lock (gate)
                return until;
        }
    }

    /// <summary>A pause longer than any it gives comes from a wall clock that was set back, and is over.</summary>
    public bool IsShut(DateTimeOffset now) => Until is var end && end > now && end - now <= LongestPause;

    public void Failed(DateTimeOffset now, double jitter)
    {
        lock (gate)
            until = now + Backoff.Growing(failures++, jitter);
    }

    public void Succeeded()
    {
        lock (gate)
            failures = 0;
    }
}
