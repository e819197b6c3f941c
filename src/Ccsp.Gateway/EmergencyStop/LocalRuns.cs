using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.EmergencyStop;

/// <summary>The runs of this instance, as an emergency stop reaches them without the store.</summary>
/// <param name="InstanceId">Whose they are.</param>
/// <param name="Hold">Nothing more is claimed; with a request every run, also one that is just beginning, is ended for it.</param>
/// <param name="Release">Claims go on.</param>
/// <param name="Count">Runs under way, and how many of them have no process left although the store does not know yet.</param>
internal sealed record LocalRuns(string InstanceId, Action<StopRequest?> Hold, Action Release, Func<(int All, int Ended)> Count)
{
    /// <summary>Whether other instances may use the same store.</summary>
    public bool IsShared { get; init; }

    /// <summary>Ends what the store has no lease of; each completes when its run has ended.</summary>
    public Func<CancellationToken, Task<IReadOnlyList<Task>>> EndUnleased { get; init; } =
        static _ => Task.FromResult<IReadOnlyList<Task>>([]);
}
