using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.EmergencyStop;

/// <summary>The runs of this instance, as far as an emergency stop can reach them without the store.</summary>
/// <param name="InstanceId">The instance that owns them.</param>
/// <param name="Hold">Stops claims; with a request also ends every run for it, including those just starting.</param>
/// <param name="Release">Resumes claims.</param>
/// <param name="Count">Number of current runs, and of those whose process is gone although the store does not know yet.</param>
internal sealed record LocalRuns(string InstanceId, Action<StopRequest?> Hold, Action Release, Func<(int All, int Ended)> Count)
{
    /// <summary>Whether other instances may use the same store.</summary>
    public bool IsShared { get; init; }

    /// <summary>Ends runs the store has no lease of; each task completes when its run has ended.</summary>
    public Func<CancellationToken, Task<IReadOnlyList<Task>>> EndUnleased { get; init; } =
        static _ => Task.FromResult<IReadOnlyList<Task>>([]);
}
