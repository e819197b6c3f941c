namespace Ccsp.Gateway.Processes;

/// <summary>What a gateway finds in a run folder of an earlier gateway.</summary>
internal abstract record AdoptOutcome
{
    private AdoptOutcome() { }

    /// <summary>The supervisor is alive; follow the run from the last offset.</summary>
    internal sealed record Live(SupervisedRun Run) : AdoptOutcome;

    /// <summary>
    /// The run ended while no gateway was running. Through <paramref name="Run"/> its spools can be read and leftover descendants killed.
    /// </summary>
    internal sealed record Ended(SupervisedRun Run, RunExit Exit) : AdoptOutcome;

    /// <summary>Nothing shows that the CLI ever existed: the earlier gateway died before it opened the start gate.</summary>
    /// <param name="Recorded">Whether the supervisor was recorded. If not, although the start was confirmed, a power loss destroyed the
    /// files.</param>
    internal sealed record NeverReleased(bool Recorded) : AdoptOutcome;

    /// <summary>The CLI was started, but its supervisor is gone without a record. The rest of the tree has been killed.</summary>
    internal sealed record Gone(SupervisedRun Run, string Reason) : AdoptOutcome;
}
