namespace Ccsp.Gateway.Processes;

internal sealed record SupervisorsOptions
{
    /// <summary>Holds the supervisor script. The file is replaced, never changed: scripts of live runs keep reading the old one.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Whether to avoid cgroups even where they work.</summary>
    public bool ForceScan { get; init; }

    /// <summary>Called after each step of a start, in this order: folder, cgroup, spawned, recorded. Tests inject faults there.</summary>
    public Action<string>? Reached { get; init; }
}
