namespace Ccsp.Contracts;

/// <summary>One of the gateway processes that share a store.</summary>
public sealed record InstanceView
{
    /// <summary>Stored in its data folder, so it survives a restart.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The name of its machine.</summary>
    public required string Host { get; init; }

    /// <summary>Its process id.</summary>
    public required int Pid { get; init; }

    /// <summary>Its address for other instances.</summary>
    public string? Url { get; init; }

    /// <summary>Whether it is alive.</summary>
    public required InstanceState State { get; init; }

    /// <summary>Whether it is the leader, which sweeps, checks logins and sends notifications for all.</summary>
    public required bool Leads { get; init; }

    /// <summary>The time of its latest heartbeat.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Seconds from its start to that heartbeat.</summary>
    public required double Uptime { get; init; }

    /// <summary>Processor use of its machine since the previous heartbeat, 0 to 100.</summary>
    public double? Cpu { get; init; }

    /// <summary>Memory use of its machine, 0 to 100.</summary>
    public double? Memory { get; init; }

    /// <summary>Memory of its own process in bytes.</summary>
    public required long ProcessMemory { get; init; }

    /// <summary>Its live runs.</summary>
    public required int ActiveRequests { get; init; }

    /// <summary>Its maximum number of concurrent runs.</summary>
    public required int MaxConcurrent { get; init; }

    /// <summary>Waiting tasks; one queue for all instances.</summary>
    public required int QueueSize { get; init; }

    /// <summary>
    /// How the processes of a run are held together, so that a stop reaches all of them: <c>cgroup</c>, <c>tag</c> (a resource limit that
    /// every descendant inherits, found in /proc) or <c>scan</c> (session and environment only); null from an older version.
    /// </summary>
    public string? Containment { get; init; }

    /// <summary>Why it cannot start runs at present, for example a full disk; absent when it can.</summary>
    public string? Shortage { get; init; }

    /// <summary>
    /// When and by what it last saw, since it started, that the store went back to older data; absent when it saw nothing of the kind.
    /// </summary>
    public string? StoreSetback { get; init; }

    /// <summary>Another process with the same instance id, such as one on a copied data folder; it starts nothing.</summary>
    public InstanceRivalView? Rival { get; init; }
}
