namespace Ccsp.Contracts;

/// <summary>One gateway process of those that share a store.</summary>
public sealed record InstanceView
{
    /// <summary>Kept in its data folder, so the same after a restart.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Name of its machine.</summary>
    public required string Host { get; init; }

    /// <summary>Its process id there.</summary>
    public required int Pid { get; init; }

    /// <summary>Where the other instances reach it.</summary>
    public string? Url { get; init; }

    /// <summary>Whether it is there.</summary>
    public required InstanceState State { get; init; }

    /// <summary>Whether it does what one does for all: sweep, logins, notifications.</summary>
    public required bool Leads { get; init; }

    /// <summary>When it was last heard.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Seconds between its start and then.</summary>
    public required double Uptime { get; init; }

    /// <summary>How busy the processors of its machine were since the heartbeat before, 0 to 100.</summary>
    public double? Cpu { get; init; }

    /// <summary>How much of the memory of its machine is taken, 0 to 100.</summary>
    public double? Memory { get; init; }

    /// <summary>Bytes of its own process.</summary>
    public required long ProcessMemory { get; init; }

    /// <summary>Its live runs.</summary>
    public required int ActiveRequests { get; init; }

    /// <summary>Runs it takes at a time.</summary>
    public required int MaxConcurrent { get; init; }

    /// <summary>Tasks that wait; one queue for all instances.</summary>
    public required int QueueSize { get; init; }

    /// <summary>
    /// What holds the processes of a run together, so that a stop reaches all of them: <c>cgroup</c>, <c>tag</c> (a resource limit every
    /// descendant inherits, looked up in /proc) or <c>scan</c> (session and environment only); null from an older version.
    /// </summary>
    public string? Containment { get; init; }

    /// <summary>Why it can start no run at present, for example a full disk; absent while it can.</summary>
    public string? Shortage { get; init; }

    /// <summary>Another process that goes under the same id, such as one on a copied data folder; it starts nothing.</summary>
    public InstanceRivalView? Rival { get; init; }
}
