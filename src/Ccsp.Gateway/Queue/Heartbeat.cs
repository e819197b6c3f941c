namespace Ccsp.Gateway.Queue;

/// <summary>An instance says that it lives, once for all its leases.</summary>
/// <param name="ValidFor">How long the leases last without another heartbeat.</param>
/// <param name="Load">What it tells of itself.</param>
internal sealed record Heartbeat(string InstanceId, string Host, int Pid, string? Url, DateTimeOffset Now, TimeSpan ValidFor,
    InstanceLoad? Load = null)
{
    /// <summary>Which process says it; null in an embedded store, which the lock of the data folder guards, and from an older
    /// version.</summary>
    public InstanceHolder? Holder { get; init; }
}
