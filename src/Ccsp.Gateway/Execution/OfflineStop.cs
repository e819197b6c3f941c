using Ccsp.Contracts;
using Ccsp.Gateway.EmergencyStop;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// Emergency stop of a data folder whose gateway does not answer: leaves the order for the next one, which enforces it, and ends the runs
/// found in the run folders.
/// </summary>
internal sealed class OfflineStop(string dataFolder, TimeSpan grace, TimeProvider time)
{
    private readonly RunFolders _folders = new(dataFolder);

    /// <exception cref="UnauthorizedAccessException">The folder is another user's.</exception>
    public async Task<OfflineReceipt> StopAsync(UnwrittenStop order)
    {
        // First, so that a gateway starting meanwhile starts no run.
        var file = new UnwrittenStopFile(dataFolder);
        var notKept = file.TryWrite(order);
        if (order.Mode != EmergencyMode.Kill)
            return new OfflineReceipt([], [], notKept);
        using var watch = new FolderWatch();
        var adopter = new RunAdopter(new RunSurroundings(watch, new TreeKill(watch, time), time));
        var ended = await Task.WhenAll(LiveRuns().Select(run => EndAsync(adopter, run, order.Actor)));
        var stopped = ended.Count(run => run.Survivors.Count == 0);
        // Unless a gateway took the order over meanwhile and writes the receipt itself.
        if (notKept is null && file.Read() is { Receipt: null, ClearedAt: null } left && left.Since == order.Since)
            notKept = file.TryWrite(
                order with { Receipt = new UnwrittenReceipt(ended.Length, stopped, stopped == ended.Length ? time.GetUtcNow() : null) });
        return new OfflineReceipt([.. ended.Select(run => run.Name)], [.. ended.SelectMany(run => run.Survivors)], notKept);
    }

    private List<string> LiveRuns()
    {
        if (!Directory.Exists(_folders.Root))
            return [];
        var marks = LiveMarks.Read();
        return [.. Directory.EnumerateDirectories(_folders.Root).SelectMany(Directory.EnumerateDirectories)
            .Where(folder => new RunFolder(folder).ReadRecord() is { } record && marks.Has(record))];
    }

    private async Task<(string Name, IReadOnlyList<int> Survivors)> EndAsync(RunAdopter adopter, string folder, string actor)
    {
        var name = Path.GetRelativePath(_folders.Root, folder);
        switch (await adopter.AdoptAsync(folder))
        {
            case AdoptOutcome.Live { Run: var run }:
                using (run)
                {
                    // Otherwise the next gateway would see a crash.
                    run.TryMark(new RunStopMark(Words<StopReason>.Of(StopReason.Emergency), actor));
                    return (name, (await run.StopAsync(new StopLadder(grace / 2, grace / 2))).Survivors);
                }

            case AdoptOutcome.Ended { Run: var run }:
                using (run)
                    return (name, (await run.KillTreeAsync()).Survivors);
            case AdoptOutcome.Gone { Run: var run }:
                using (run)
                    return (name, (await run.KillTreeAsync()).Survivors);
            default:
                // Its gate was never opened and never will be.
                return (name, []);
        }
    }
}
