using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>Slows this instance down while no process can be made (no memory, no process ids, no disk). Its tasks lose nothing by it.</summary>
internal sealed class StartBackoff
{
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
