namespace Ccsp.Gateway.Processes;

/// <summary>What a gateway finds in a run folder that an earlier gateway left.</summary>
internal abstract record AdoptOutcome
{
    private AdoptOutcome() { }

    /// <summary>The supervisor lives; follow on from the last offset.</summary>
    internal sealed record Live(SupervisedRun Run) : AdoptOutcome;

    /// <summary>The run ended while nobody looked. Its spools can be read, and descendants it left behind can be killed, through
    /// <paramref name="Run"/>.</summary>
    internal sealed record Ended(SupervisedRun Run, RunExit Exit) : AdoptOutcome;

    /// <summary>Nothing says that the CLI ever existed: the earlier gateway died before it opened the start gate.</summary>
    /// <param name="Recorded">Whether the supervisor was recorded. If not, and yet the start was confirmed, a power loss took the
    /// files.</param>
    internal sealed record NeverReleased(bool Recorded) : AdoptOutcome;

    /// <summary>The CLI was started and its supervisor is gone without a record. What was left of the tree has been killed.</summary>
    internal sealed record Gone(SupervisedRun Run, string Reason) : AdoptOutcome;
}
