namespace Ccsp.Gateway.Processes;

/// <summary>How a start ended. Only <see cref="Started"/> leaves a process behind, and that one waits at its gate.</summary>
internal abstract record StartOutcome
{
    private StartOutcome() { }

    /// <summary>The supervisor waits at its start gate; <see cref="SupervisedRun.Release"/> lets the CLI begin.</summary>
    internal sealed record Started(SupervisedRun Run) : StartOutcome;

    /// <summary>The program is not there, is not executable, or is not a file.</summary>
    internal sealed record EngineMissing(string Reason) : StartOutcome;

    /// <summary>The machine is short of processes, memory or file handles now; a later try may work.</summary>
    internal sealed record NoResources(string Reason) : StartOutcome;

    /// <summary>No room (or no quota) for the run folder.</summary>
    internal sealed record DiskFull(string Reason) : StartOutcome;

    /// <summary>The working directory does not exist or may not be entered.</summary>
    internal sealed record DirectoryMissing(string Reason) : StartOutcome;

    /// <summary>Arguments and environment together are more than the system passes to a program.</summary>
    internal sealed record TooLong(string Reason) : StartOutcome;
}
