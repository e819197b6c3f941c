using System.Diagnostics;
using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// T5. Claims of all instances come one after the other, by the number of claims each rests on: whoever saw an older number looks again. So the
/// order and every limit hold for all of them together.
/// </summary>
internal sealed class ClaimStep(FrontReads front, TaskReads reads, GateBook book, CommitPump pump, Func<Front, ClaimRequest, Planning> planning)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<IReadOnlyList<ClaimedTask>> RunAsync(ClaimRequest request, CancellationToken stop)
    {
        List<StoredTask> claimed = [];
        var since = Stopwatch.GetTimestamp();
        while (claimed.Count < request.Limit)
        {
            var rest = request with { Limit = request.Limit - claimed.Count, MemorySlots = request.MemorySlots - claimed.Count };
            var seen = await front.ReadAsync(rest, stop);
            if (seen.Sheet.Emergency.State is { Stands: true })
                break;
            if (seen.IsOutOfOrder)
            {
                await PutInOrderAsync(seen, stop);
                continue;
            }

            var plan = await PlanAsync(seen, rest, stop);
            if (plan is { Draft: null, Parks: null })
                break;
            if (plan is not null && await CommitAsync(plan, stop))
                claimed.AddRange(plan.Claimed);
            else if (Stopwatch.GetElapsedTime(since) > Patience)
                throw new StoreUnavailable($"The store is too busy: for {Patience.TotalSeconds:0} s others always came first.");
            else
                continue;
            if (plan!.IsComplete)
                break;
        }

        var specs = await reads.SubmissionsAsync(claimed, whole: true, stop);
        return [.. claimed.Zip(specs).Select(one => new ClaimedTask(one.First.Task, one.Second))];
    }

    /// <summary>The plan of a claim that is never committed, as if no emergency stop stood.</summary>
    public async Task<IReadOnlyList<AgentTask>> ForeseeAsync(ClaimRequest request, CancellationToken stop)
    {
        while (true)
        {
            if (await PlanAsync(await front.ReadAsync(request, stop), request, stop) is { } plan)
                return [.. plan.Claimed.Select(one => one.Task)];
        }
    }

    /// <returns>Null when the queue changed while it was looked at.</returns>
    private async Task<ClaimPlan?> PlanAsync(Front seen, ClaimRequest request, CancellationToken stop)
    {
        HashSet<string> late = new(StringComparer.Ordinal);
        while (true)
        {
            var plan = planning(seen, request);
            var picked = plan.Pick(late);
            var rows = (await reads.ReadableAsync([.. picked.Select(pick => pick.Place.Id)], stop)).ToDictionary(row => row.Task.Id, StringComparer.Ordinal);
            var found = picked.Where(pick => plan.RowOf(pick, rows) is not { } row || IsLate(row, request.Now)).Count(pick => late.Add(pick.Place.Id));
            if (found == 0)
                return await plan.FinishAsync(picked, rows, stop);
        }
    }

    /// <summary>Lanes whose gate may admit again stand in their order before anything is picked.</summary>
    private async Task PutInOrderAsync(Front seen, CancellationToken stop) => await pump.CommitAsync(front.InOrder(seen), null, stop);

    private async Task<bool> CommitAsync(ClaimPlan plan, CancellationToken stop)
    {
        var claims = plan.Draft is { } draft ? pump.CommitAsync(draft, Failpoints.Claim, stop) : Task.FromResult<Commit>(default);
        var parks = plan.Parks is { } parked ? pump.CommitAsync(parked, null, stop) : Task.FromResult<Commit>(default);
        var commit = await claims;
        await parks;
        if (!commit.Applied || plan.Draft is { ChangesGates: true })
            book.Forget();
        return commit.Applied;
    }

    private static bool IsLate(StoredTask row, DateTimeOffset now) => Transitions.Expire(row.Task, now) is TransitionResult.Applied;
}
