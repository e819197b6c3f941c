namespace Ccsp.Gateway.Processes;

/// <summary>How long each rung of a stop waits before the next one: INT, TERM, then the kill that nobody can refuse.</summary>
internal sealed record StopLadder(TimeSpan AfterInterrupt, TimeSpan AfterTerminate)
{
    public static StopLadder Default { get; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));

    /// <summary>Straight to the kill.</summary>
    public static StopLadder Immediate { get; } = new(TimeSpan.Zero, TimeSpan.Zero);
}
