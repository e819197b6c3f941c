namespace Ccsp.Gateway.Queue;

/// <summary>An instance as the store knows it.</summary>
/// <param name="Beat">The latest heartbeat.</param>
/// <param name="Lost">It missed its heartbeats and has sent none since.</param>
/// <param name="Leases">Its live runs.</param>
internal sealed record InstanceRecord(Heartbeat Beat, bool Lost, int Leases)
{
    /// <summary>Another process using the same id, while it sends heartbeats.</summary>
    public InstanceRival? Rival { get; init; }

    public bool IsLiveAt(DateTimeOffset now) => !Lost && now - Beat.Now < Beat.ValidFor;
}
