namespace Ccsp.Gateway.Processes;

/// <summary>How long each step of a stop waits before the next: INT, TERM, then KILL.</summary>
internal sealed record StopLadder(TimeSpan AfterInterrupt, TimeSpan AfterTerminate)
{
    public static StopLadder Default { get; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));

    /// <summary>KILL at once.</summary>
    public static StopLadder Immediate { get; } = new(TimeSpan.Zero, TimeSpan.Zero);
}
