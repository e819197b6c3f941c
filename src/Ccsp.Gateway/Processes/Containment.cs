namespace Ccsp.Gateway.Processes;

/// <summary>How the processes of a run are held together, so that a stop reaches all of them. Determined by trying, at start.</summary>
internal abstract record Containment
{
    private Containment() { }

    /// <summary>Short name of the method.</summary>
    public abstract string Name { get; }

    /// <summary>One sentence for people: the method and why it was chosen.</summary>
    public abstract string Reason { get; }

    /// <summary>Each run has its own cgroup v2; the kernel kills it as a whole, whatever its processes do.</summary>
    /// <param name="Parent">The folder that contains the runs' groups.</param>
    /// <param name="Home">The gateway's own group, to which a supervisor returns.</param>
    /// <param name="Memory">The controller for memory limits.</param>
    /// <param name="Pids">The controller for process limits.</param>
    internal sealed record Cgroup(string Parent, string Home, LimitPlace Memory, LimitPlace Pids) : Containment
    {
        public override string Name => "cgroup";

        public override string Reason => $"cgroup.kill under {Parent}; memory limit: {Memory}; process limit: {Pids}";
    }

    /// <summary>
    /// The run's processes are found in /proc by its <see cref="ProcessTag"/>, session and environment marker, and as their descendants;
    /// they are killed until two scans find none.
    /// </summary>
    /// <param name="Why">Why cgroups are not used.</param>
    /// <param name="Tags">Whether processes can be tagged. Without the tag a process escapes if it clears its environment, leaves the
    /// session and outlives its parent.</param>
    internal sealed record Scan(string Why, bool Tags) : Containment
    {
        public override string Name => Tags ? "tag" : "scan";

        public override string Reason => Tags
            ? $"scans of /proc for the run's tag, session and marker, no memory or process limits: {Why}"
            : $"scans of /proc for the run's session and marker; a daemon with a cleared environment may survive a stop; no memory or "
            + $"process limits: {Why}";
    }
}
