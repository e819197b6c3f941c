namespace Ccsp.Gateway.Queue;

/// <summary>The answer: runs to stop. Reading it is how a cancel arrives even when every notification is lost.</summary>
/// <param name="Kill">An emergency stop wants every process tree gone: also those that are being stopped gently are to be ended
/// soon.</param>
internal sealed record Renewal(IReadOnlyList<StopOrder> Stops, bool Kill)
{
    /// <summary>The latest heartbeat of the other process this id belongs to: then nothing was renewed.</summary>
    public Heartbeat? HeldBy { get; init; }
}
