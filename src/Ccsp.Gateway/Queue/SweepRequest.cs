namespace Ccsp.Gateway.Queue;

/// <summary>One round of the periodic transitions.</summary>
/// <param name="Jitter">Uniform in [0, 1).</param>
/// <param name="Limit">At most so many tasks of each kind, so that a mass of due tasks never blocks the writer for long.</param>
/// <param name="Retention">How long and how many ended tasks are kept.</param>
internal sealed record SweepRequest(DateTimeOffset Now, double Jitter, int Limit, RetentionOptions Retention)
{
    /// <summary>The instance that asks. It is alive, whatever its last heartbeat says after a jump of the clock, and so are its
    /// runs.</summary>
    public string? Sweeper { get; init; }
}
