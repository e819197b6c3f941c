namespace Ccsp.Gateway.Processes;

/// <summary>How the processes of a run are held together, so that a stop reaches all of them. Found by trying, at start.</summary>
internal abstract record Containment
{
    private Containment() { }

    /// <summary>One word for which one is in force.</summary>
    public abstract string Name { get; }

    /// <summary>One sentence for people: which one is in force and why.</summary>
    public abstract string Reason { get; }

    /// <summary>Each run has a cgroup v2 of its own; the kernel kills it as a whole, however the processes are arranged.</summary>
    /// <param name="Parent">The folder in which the runs' groups are made.</param>
    /// <param name="Home">Our own group, to which a supervisor returns.</param>
    /// <param name="Memory">Where memory limits are kept.</param>
    /// <param name="Pids">Where process limits are kept.</param>
    internal sealed record Cgroup(string Parent, string Home, LimitPlace Memory, LimitPlace Pids) : Containment
    {
        public override string Name => "cgroup";

        public override string Reason => $"cgroup.kill under {Parent}; memory limit: {Memory}; process limit: {Pids}";
    }

    /// <summary>
    /// The run's <see cref="ProcessTag"/>, its session, its marker in the environment and the children of these are looked up in /proc and
    /// killed until two scans are empty.
    /// </summary>
    /// <param name="Why">There are no cgroups.</param>
    /// <param name="Tags">Without the tag a process that clears its environment, leaves the session and outlives its parent
    /// escapes.</param>
    internal sealed record Scan(string Why, bool Tags) : Containment
    {
        public override string Name => Tags ? "tag" : "scan";

        public override string Reason => Tags
            ? $"scans of /proc for the run's tag, session and marker, no memory or process limits: {Why}"
            : $"scans of /proc for the run's session and marker; a daemon with a cleared environment may survive a stop; no memory or "
            + $"process limits: {Why}";
    }
}
