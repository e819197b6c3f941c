namespace Ccsp.Gateway.Queue.Stored;

/// <summary>The latest heartbeat of an instance.</summary>
/// <param name="BeatAt">When its last heartbeat arrived.</param>
/// <param name="ValidFor">How long its leases last from then.</param>
/// <param name="Lost">Its leases were taken away; its next heartbeat joins it again.</param>
internal sealed record KnownInstance(string Id, DateTimeOffset BeatAt, TimeSpan ValidFor, bool Lost)
{
    public bool IsExpiredAt(DateTimeOffset now) => now - BeatAt >= ValidFor;
}
