using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Stored;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// Ends leased tasks whose submission is gone: it lies beside the row, in a Cluster on another node, which may have lost it. Nobody can run
/// such a task, and it must not keep a slot, or others from being adopted.
/// </summary>
internal sealed class LostSubmissions(RedisLeaseSteps leases, TimeProvider clock)
{
    private const string Gone = "What was submitted cannot be read any more: the store has lost it, or it is damaged.";

    /// <param name="specs">Of the rows, in their order; null where there is none that can be read.</param>
    /// <returns>The others.</returns>
    public async Task<IReadOnlyList<ClaimedTask>> EndAsync(IReadOnlyList<StoredTask> rows, IReadOnlyList<TaskSubmission?> specs,
        CancellationToken cancellationToken)
    {
        List<ClaimedTask> whole = new(rows.Count);
        foreach (var (row, spec) in rows.Zip(specs))
        {
            if (spec is not null)
                whole.Add(new ClaimedTask(row.Task, spec));
            else
                await leases.FinishAsync(RunFinished.Impossible(row.Task, Gone, clock.GetUtcNow().Whole()), cancellationToken);
        }

        return whole;
    }
}
