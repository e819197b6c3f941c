namespace Ccsp.Gateway.Processes;

/// <summary>The end of a run's CLI.</summary>
internal abstract record RunExit
{
    private RunExit() { }

    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Whether the kernel killed a process of this run for lack of memory. Known only while the run's cgroup exists.</summary>
    public bool OutOfMemory { get; init; }

    internal sealed record Code(int Value) : RunExit;

    internal sealed record Signal(int Number) : RunExit;

    /// <summary>The supervisor ended the tree at its hard deadline; one of the values says how the CLI ended.</summary>
    internal sealed record DeadlinePassed(int? ExitCode, int? SignalNumber) : RunExit;

    /// <summary>The supervisor ended the tree because its lease was not renewed; another instance may own the task by now.</summary>
    internal sealed record LeaseEnded : RunExit;

    /// <summary>The supervisor vanished without a record: killed, or the machine restarted.</summary>
    internal sealed record Lost(string Reason) : RunExit;
}
