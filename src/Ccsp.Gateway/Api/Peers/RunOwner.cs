using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Api.Peers;

/// <summary>Where the output of a run lies.</summary>
internal sealed class RunOwner(ITaskStore store, Instance instance, PeerRequests peers)
{
    /// <returns>The instance that has it; null: it is here, or nowhere that answers.</returns>
    public async Task<Uri?> FindAsync(string taskId, int run, CancellationToken cancellationToken)
    {
        if (!instance.SharesStore)
            return null;
        // A folder of that number may lie here from a start that came to nothing; the record says who really ran it.
        var record = (await store.RunsAsync(taskId, cancellationToken)).FirstOrDefault(candidate => candidate.Number == run);
        return record is null ? null : await peers.AddressOfAsync(record.InstanceId, cancellationToken);
    }
}
