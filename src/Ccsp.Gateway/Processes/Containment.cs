namespace Ccsp.Gateway.Processes;

/// <summary>How the processes of a run are held together, so that a stop reaches all of them. Found by trying, at start.</summary>
internal abstract record Containment
{
    private Containment() { }

    /// <summary>One sentence for doctor: which one is in force and why.</summary>
    public abstract string Reason { get; }

    /// <summary>Each run has a cgroup v2 of its own; the kernel kills it as a whole, however the processes are arranged.</summary>
    /// <param name="Parent">The folder in which the runs' groups are made.</param>
    /// <param name="Home">Our own group, to which a supervisor returns.</param>
    /// <param name="Memory">Where memory limits are kept.</param>
    /// <param name="Pids">Where process limits are kept.</param>
    internal sealed record Cgroup(string Parent, string Home, LimitPlace Memory, LimitPlace Pids) : Containment
    {
        public override string Reason => $"cgroup.kill under {Parent}; memory limit: {Memory}; process limit: {Pids}";
    }

    /// <summary>
    /// The run's session, its marker in the environment and the children of both are looked up in /proc and killed until two scans are empty.
    /// A process that clears its environment, leaves the session and outlives its parent escapes.
    /// </summary>
    internal sealed record Scan(string Why) : Containment
    {
        public override string Reason => $"scans of /proc for the run's session and marker, no memory or process limits: {Why}";
    }
}

/// <summary>Which kind of controller keeps a limit.</summary>
internal abstract record LimitPlace
{
    private LimitPlace() { }

    internal sealed record Unified : LimitPlace
    {
        public override string ToString() => "cgroup v2";
    }

    /// <param name="Parent">Folder in the controller's own v1 hierarchy.</param>
    internal sealed record Legacy(string Parent) : LimitPlace
    {
        public override string ToString() => $"cgroup v1 under {Parent}";
    }

    internal sealed record None : LimitPlace
    {
        public override string ToString() => "none (no delegated controller)";
    }
}
