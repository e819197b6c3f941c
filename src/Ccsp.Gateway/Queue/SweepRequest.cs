namespace Ccsp.Gateway.Queue;

/// <summary>One round of the periodic transitions.</summary>
/// <param name="Jitter">Uniform in [0, 1).</param>
/// <param name="Limit">Tasks of each kind at most, so that many due tasks never block the writer for long.</param>
/// <param name="Retention">How long and how many ended tasks are kept.</param>
internal sealed record SweepRequest(DateTimeOffset Now, double Jitter, int Limit, RetentionOptions Retention)
{
    /// <summary>The requesting instance. It is alive, whatever its last heartbeat says after a clock jump, and so are its runs.</summary>
    public string? Sweeper { get; init; }
}
