namespace Ccsp.Gateway.Processes;

/// <summary>The result of a start. Only <see cref="Started"/> leaves a process, which waits at its gate.</summary>
internal abstract record StartOutcome
{
    private StartOutcome() { }

    /// <summary>The supervisor waits at its start gate; <see cref="SupervisedRun.Release"/> starts the CLI.</summary>
    internal sealed record Started(SupervisedRun Run) : StartOutcome;

    /// <summary>The program does not exist, is not executable, or is not a file.</summary>
    internal sealed record EngineMissing(string Reason) : StartOutcome;

    /// <summary>The machine is temporarily short of processes, memory or file handles; a retry may succeed.</summary>
    internal sealed record NoResources(string Reason) : StartOutcome;

    /// <summary>No space (or quota) for the run folder.</summary>
    internal sealed record DiskFull(string Reason) : StartOutcome;

    /// <summary>The working directory does not exist or is not accessible.</summary>
    internal sealed record DirectoryMissing(string Reason) : StartOutcome;

    /// <summary>Arguments and environment together exceed the system's limit.</summary>
    internal sealed record TooLong(string Reason) : StartOutcome;
}
