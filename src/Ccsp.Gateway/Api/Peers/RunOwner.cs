using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Api.Peers;

/// <summary>Finds the instance that has the output of a run.</summary>
internal sealed class RunOwner(ITaskStore store, Instance instance, PeerRequests peers)
{
    /// <returns>The owner's address; null: the output is here, or its owner does not answer.</returns>
    public async Task<Uri?> FindAsync(string taskId, int run, CancellationToken cancellationToken)
    {
        if (!instance.SharesStore)
            return null;
        // An aborted start may have left a folder of that number here; the record says who ran it.
        var record = (await store.RunsAsync(taskId, cancellationToken)).FirstOrDefault(candidate => candidate.Number == run);
        return record is null ? null : await peers.AddressOfAsync(record.InstanceId, cancellationToken);
    }
}
