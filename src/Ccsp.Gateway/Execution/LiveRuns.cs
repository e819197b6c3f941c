using Ccsp.Contracts;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>The runs that are alive in the run folders of this machine, whatever any store knows of them.</summary>
/// <param name="adopt">Takes over a run by its folder.</param>
/// <param name="grace">From the first signal to the last.</param>
internal sealed class LiveRuns(RunFolders folders, Func<string, Task<AdoptOutcome>> adopt, TimeSpan grace)
{
    /// <returns>Their folders.</returns>
    public IReadOnlyList<string> Find()
    {
        if (!Directory.Exists(folders.Root))
            return [];
        var marks = LiveMarks.Read();
        return [.. Directory.EnumerateDirectories(folders.Root).SelectMany(Directory.EnumerateDirectories)
            .Where(folder => new RunFolder(folder).ReadRecord() is { } record && marks.Has(record))];
    }

    /// <summary>Ends one for an emergency stop.</summary>
    /// <returns>The processes that did not end.</returns>
    public async Task<IReadOnlyList<int>> EndAsync(string folder, string actor)
    {
        switch (await adopt(folder))
        {
            case AdoptOutcome.Live { Run: var run }:
                using (run)
                {
                    // Otherwise the next gateway would see a crash.
                    run.TryMark(new RunStopMark(EnumNames<StopReason>.Of(StopReason.Emergency), actor));
                    return (await run.StopAsync(new StopLadder(grace / 2, grace / 2))).Survivors;
                }

            case AdoptOutcome.Ended { Run: var run }:
                using (run)
                    return (await run.KillTreeAsync()).Survivors;
            case AdoptOutcome.Gone { Run: var run }:
                using (run)
                    return (await run.KillTreeAsync()).Survivors;
            default:
                // Its gate was never opened and never will be.
                return [];
        }
    }
}
