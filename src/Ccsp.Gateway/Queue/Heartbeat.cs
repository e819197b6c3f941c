namespace Ccsp.Gateway.Queue;

/// <summary>Renews all leases of an instance.</summary>
/// <param name="ValidFor">How long the leases last.</param>
internal sealed record Heartbeat(string InstanceId, string Host, int Pid, string? Url, DateTimeOffset Now, TimeSpan ValidFor,
    InstanceLoad? Load = null)
{
    /// <summary>
    /// The sending process; null in an embedded store, which the lock of the data folder guards, and from an older version.
    /// </summary>
    public InstanceHolder? Holder { get; init; }
}
