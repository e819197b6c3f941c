using System.Diagnostics;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// T5. Claims of all instances are serialised by the claim count each rests on: a stale one retries. So order and limits hold across
/// instances.
/// </summary>
internal sealed class RedisClaimStep(ClaimSnapshotReader snapshotReader, RedisTaskReads reads, GateCache gateCache, CommitPump pump,
    LeasedTaskCache own,
    LostSubmissions lost, LaneCheck lanes,
    QueueOptions options, Func<ClaimSnapshot, ClaimRequest, ClaimPlanner> plannerOf)
{
    /// <summary>Beyond it a preview stays incomplete: thousands of refused groups.</summary>
    private const int Deepest = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The gate rules of this instance's latest claim.</summary>
    private GateRules? _rules;

    public async Task<IReadOnlyList<ClaimedTask>> RunAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        await AskUnderNewRulesAsync(cancellationToken);
        List<ClaimedTask> claimed = [];
        var since = Stopwatch.GetTimestamp();
        var refused = new ConflictCounts();
        while (claimed.Count < request.Limit)
        {
            var rest = request with { Limit = request.Limit - claimed.Count, MemorySlots = request.MemorySlots - claimed.Count };
            var snapshot = (await snapshotReader.ReadAsync(rest, depth: 1, preview: false, cancellationToken)) with { Refused = refused };
            if (snapshot.Gates.Emergency.State is { Stands: true })
                break;
            if (snapshot.IsOutOfOrder || snapshot.OpensGates)
            {
                await PutInOrderAsync(snapshot, rest, cancellationToken);
                continue;
            }

            var plan = await PlanAsync(snapshot, rest, cancellationToken);
            if (plan is { Batch: null, Parks: null })
                break;
            if (plan is not null && await CommitAsync(plan, refused, cancellationToken) is { } committed)
                claimed.AddRange(committed);
            else if (refused.Had(GuardKind.Holder))
                break;
            else if (Stopwatch.GetElapsedTime(since) > Patience)
                throw new StoreUnavailable($"The store is too busy: for {Patience.TotalSeconds:0} s others always came first.");
            else
                continue;
            if (plan!.IsComplete)
                break;
        }

        return claimed;
    }

    /// <summary>
    /// Parked lanes may have been refused by a configuration no longer in force: another gateway's, or the one before a reload.
    /// </summary>
    private async Task AskUnderNewRulesAsync(CancellationToken cancellationToken)
    {
        var inForce = options.Gates;
        if (ReferenceEquals(inForce, _rules))
            return;
        await lanes.AskAllAgainAsync(cancellationToken);
        _rules = inForce;
    }

    /// <summary>Plans a claim without committing it, ignoring the emergency stop.</summary>
    public async Task<IReadOnlyList<AgentTask>> PreviewAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        // A preview parks nothing, so it must read past refused lanes.
        for (var depth = 1; ; depth *= 4)
        {
            var plan = await ForecastAsync(await snapshotReader.ReadAsync(request, depth, preview: true, cancellationToken), request,
                cancellationToken);
            if (plan is { IsComplete: true } || plan?.Claimed.Count >= request.Limit || depth > Deepest)
                return [.. plan?.Claimed.Select(task => task.Task) ?? []];
        }
    }

    /// <returns>Null when the queue changed while it was read.</returns>
    private async Task<ClaimPlan?> PlanAsync(ClaimSnapshot snapshot, ClaimRequest request, CancellationToken cancellationToken)
    {
        HashSet<string> leaving = new(StringComparer.Ordinal);
        while (true)
        {
            var plan = plannerOf(snapshot, request);
            var first = plan.PickOn(leaving);
            var rows = await RowsAsync(plan.Picked, cancellationToken);
            if (plan.Picked.Any(pick => MustLeave(plan.RowOf(pick, rows), request.Now) && leaving.Add(pick.Place.Id)))
                continue;
            if (first is null || plan.Picked.Count > 0)
                return plan.Finish(rows, isComplete: first is null);
            rows = await RowsAsync([first], cancellationToken);
            return new ClaimPlan(await plan.LeaveAloneAsync(first, plan.RowOf(first, rows), cancellationToken), null, [],
                IsComplete: false);
        }
    }

    /// <summary>As above, but continues past tasks that must leave, because nothing is committed in between.</summary>
    private async Task<ClaimPlan?> ForecastAsync(ClaimSnapshot snapshot, ClaimRequest request, CancellationToken cancellationToken)
    {
        HashSet<string> leaving = new(StringComparer.Ordinal);
        while (true)
        {
            var plan = plannerOf(snapshot, request);
            while (plan.PickOn(leaving) is { } left)
                await plan.LeaveAsync(left, plan.RowOf(left, await RowsAsync([left], cancellationToken)), cancellationToken);
            var rows = await RowsAsync(plan.Picked, cancellationToken);
            if (!plan.Picked.Any(pick => MustLeave(plan.RowOf(pick, rows), request.Now) && leaving.Add(pick.Place.Id)))
                return plan.Finish(rows, isComplete: true);
        }
    }

    private async Task<Dictionary<string, StoredTask>> RowsAsync(IEnumerable<Pick> picked, CancellationToken cancellationToken) =>
        (await reads.ReadableAsync([.. picked.Select(pick => pick.Place.Id)], cancellationToken)).ToDictionary(row => row.Task.Id,
            StringComparer.Ordinal);

    /// <summary>
    /// Opens due gates, wakes what waited for them and puts woken lanes in order before anything is picked: interrupted work takes its
    /// place before others take the slots.
    /// </summary>
    private async Task PutInOrderAsync(ClaimSnapshot snapshot, ClaimRequest request, CancellationToken cancellationToken)
    {
        await pump.CommitAsync(snapshot.IsOutOfOrder ? snapshotReader.InOrder(snapshot) : plannerOf(snapshot, request).Open(), null,
            cancellationToken);
        if (snapshot.OpensGates)
            gateCache.Forget();
    }

    /// <summary>Reads the submissions while the server commits.</summary>
    /// <returns>Null on a conflict.</returns>
    private async Task<IEnumerable<ClaimedTask>?> CommitAsync(ClaimPlan plan, ConflictCounts refused, CancellationToken cancellationToken)
    {
        var specs = reads.SubmissionsAsync(plan.Claimed, whole: true, cancellationToken);
        var claims = plan.Batch is { } batch ? pump.CommitAsync(batch, Failpoints.Claim, cancellationToken)
            : Task.FromResult<Commit>(default);
        var parks = plan.Parks is { } parked ? pump.CommitAsync(parked, null, cancellationToken) : Task.FromResult<Commit>(default);
        var commit = await claims;
        await ParkedAsync(parks);
        if (commit.Refused is { } kind)
            refused.Add(kind);
        if (!commit.Applied || plan.Batch is { ChangesGates: true })
            gateCache.Forget();
        if (!commit.Applied)
            return null;
        foreach (var row in plan.Claimed)
            own.Written(row);
        return await lost.EndAsync(plan.Claimed, await specs, cancellationToken);
    }

    private static async Task ParkedAsync(Task<Commit> parks)
    {
        try
        {
            await parks;
        }
        catch (StoreUnavailable)
        {
            // Parking only saves the next claim work; the claim itself stands.
        }
    }

    /// <summary>
    /// An expired task must not start even before the sweep finds it; an unreadable row would block everything behind it.
    /// </summary>
    private static bool MustLeave(StoredTask? row, DateTimeOffset now) =>
        row is null || Transitions.Expire(row.Task, now) is TransitionResult.Applied;
}
