using Ccsp.Contracts;
using Ccsp.Gateway.EmergencyStop;
using Ccsp.Gateway.Processes;

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
        var live = new LiveRuns(_folders, adopter.AdoptAsync, grace);
        var ended = await Task.WhenAll(live.Find().Select(async folder => (Name: Path.GetRelativePath(_folders.Root, folder),
            Survivors: await live.EndAsync(folder, order.Actor))));
        var stopped = ended.Count(run => run.Survivors.Count == 0);
        // Unless a gateway took the order over meanwhile and writes the receipt itself.
        if (notKept is null && file.Read() is { Receipt: null, ClearedAt: null } left && left.Since == order.Since)
            notKept = file.TryWrite(
                order with { Receipt = new UnwrittenReceipt(ended.Length, stopped, stopped == ended.Length ? time.GetUtcNow() : null) });
        return new OfflineReceipt([.. ended.Select(run => run.Name)], [.. ended.SelectMany(run => run.Survivors)], notKept);
    }
}
