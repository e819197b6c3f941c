namespace Ccsp.Gateway.Queue;

/// <summary>The answer: runs to stop. Reading it is how a cancel arrives even when every notification is lost.</summary>
/// <param name="Kill">An emergency stop kills every process tree, including those stopping gently.</param>
internal sealed record Renewal(IReadOnlyList<StopOrder> Stops, bool Kill)
{
    /// <summary>Heartbeat of the other process that owns this id; nothing was renewed then.</summary>
    public Heartbeat? HeldBy { get; init; }
}
