using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Stored;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// Ends leased tasks whose submission is gone: it lies on another node of a Cluster, which may have lost it. Such a task cannot run and
/// must not occupy a slot or block adoption.
/// </summary>
internal sealed class LostSubmissions(RedisLeaseSteps leases, TimeProvider clock)
{
    private const string Gone = "What was submitted cannot be read any more: the store has lost it, or it is damaged.";

    /// <param name="specs">In the order of the rows; null where missing or unreadable.</param>
    /// <returns>The tasks that can run.</returns>
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
