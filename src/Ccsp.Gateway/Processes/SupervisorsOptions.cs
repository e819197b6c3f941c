namespace Ccsp.Gateway.Processes;

/// <summary>How supervisors are set up.</summary>
internal sealed record SupervisorsOptions
{
    /// <summary>Where the supervisor script is kept. It is replaced, never changed: scripts of live runs go on reading the old
    /// one.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Do without cgroups even where they work.</summary>
    public bool ForceScan { get; init; }

    /// <summary>Told of every step of a start as it is done, in this order: folder, cgroup, spawned, recorded. For faults at named
    /// steps.</summary>
    public Action<string>? Reached { get; init; }
}
