using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Api.Peers;

/// <summary>Where the output of a run lies.</summary>
internal sealed class RunOwner(ITaskStore store, RunFolders folders, PeerRequests peers)
{
    /// <returns>The instance that has it; null: it is here, or nowhere that answers.</returns>
    public async Task<Uri?> FindAsync(string taskId, int run, CancellationToken stop)
    {
        if (Directory.Exists(folders.OfRun(taskId, run)))
            return null;
        var record = (await store.RunsAsync(taskId, stop)).FirstOrDefault(one => one.Number == run);
        return await peers.AddressOfAsync(record?.InstanceId, stop);
    }
}
