using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;
using Xunit;

namespace Ccsp.Tests.Queue;

/// <summary>What must hold of any store after every step, judged from the outside only.</summary>
internal static class StoreInvariants
{
    private static readonly GateRules Rules = new();

    public static void Check(StoreView before, Command command, string outcome, StoreView after, CommandRunner runner)
    {
        Every_task_is_in_one_state(after, runner);
        Leases_and_states_agree(after);
        Events_have_no_gap(after);
        Ended_tasks_stay_as_they_are(before, command, after, runner);
        Stale_leases_change_nothing(before, command, outcome, after, runner);
        The_receipt_counts_every_lease_once(after);
        if (command is not Command.Claim)
            return;
        if (after.Emergency is { Stands: true })
        {
            Assert.Empty(runner.Claimed);
            return;
        }

        Gates_are_respected(after, runner);
        Nobody_who_could_start_was_left_behind(after, runner);
        Lanes_keep_their_order(after, runner);
    }

    /// <summary>Same key, same content: the same task; other content: a conflict.</summary>
    public static void CheckKeys(Command.Submit command, string outcome,
        IReadOnlyDictionary<string, (string? Hash, string TaskId, DateTimeOffset At)> keys, DateTimeOffset now, QueueOptions options)
    {
        if (command is not { Items: [{ Key: { } key } item] } || !keys.TryGetValue(key, out var earlier)
            || earlier.At.AddHours(options.IdempotencyHours) <= now)
            return;
        var expected = earlier.Hash == item.Hash ? "Repeated" : "KeyConflict";
        Assert.StartsWith(expected, outcome, StringComparison.Ordinal);
        Assert.Contains(earlier.TaskId, outcome, StringComparison.Ordinal);
    }

    private static void Every_task_is_in_one_state(StoreView view, CommandRunner runner)
    {
        Assert.Equal(runner.Accepted - runner.Deleted, view.Tasks.Count);
        Assert.Equal(view.Tasks.Count, view.Snapshot.ByState.Values.Sum() + view.Snapshot.Ended);
        Assert.Equal(view.Snapshot.Depth, view.Snapshot.ByState.Values.Sum());
    }

    private static void Leases_and_states_agree(StoreView view)
    {
        Assert.All(view.Tasks.Values, task => Assert.Equal(task.IsLeased, task.Lease is not null));
        Assert.All(view.Tasks.Values, task => Assert.Equal(task.State == TaskState.Stopping, task.Stop is not null));
        var tokens = view.Leased.Select(task => task.Lease!.Token).ToList();
        Assert.Equal(tokens.Count, tokens.Distinct().Count());
    }

    /// <summary>While a stop stands nothing is leased, so whoever is still leased survives from before it.</summary>
    private static void The_receipt_counts_every_lease_once(StoreView view)
    {
        if (view.Emergency is { Stands: true } stop)
            Assert.Equal(view.Leased.Count(), stop.Survivors);
    }

    private static void Events_have_no_gap(StoreView view)
    {
        var byTask = view.Events.ToLookup(stored => stored.TaskId);
        foreach (var task in view.Tasks.Values)
            Assert.Equal(Enumerable.Range(1, task.EventCount), byTask[task.Id].Select(stored => stored.TaskSeq!.Value));
    }

    /// <summary>Only a retry by hand leaves an end, and only its metadata may change in it.</summary>
    private static void Ended_tasks_stay_as_they_are(StoreView before, Command command, StoreView after, CommandRunner runner)
    {
        var retried = command is Command.Retry retry ? runner.TaskOf(retry.Task) : null;
        foreach (var task in before.Tasks.Values.Where(task => task.IsTerminal && task.Id != retried && after.Tasks.ContainsKey(task.Id)))
        {
            var now = after.Tasks[task.Id];
            Assert.Equal((task.State, task.FinishedAt, task.Runs, task.LastRun, task.Generation),
                (now.State, now.FinishedAt, now.Runs, now.LastRun, now.Generation));
        }
    }

    private static void Stale_leases_change_nothing(StoreView before, Command command, string outcome, StoreView after,
        CommandRunner runner)
    {
        if (runner.LeaseOf(command) is not { } leased || before.Tasks.GetValueOrDefault(leased.Id)?.Lease?.Token == leased.Lease!.Token)
            return;
        Assert.StartsWith("Lost", outcome, StringComparison.Ordinal);
        Assert.Equal(before.Lines, after.Lines);
    }

    private static void Gates_are_respected(StoreView view, CommandRunner runner)
    {
        Assert.True(runner.Claimed.Count <= runner.Request.Limit && runner.Claimed.Count <= runner.Request.MemorySlots);
        foreach (var claimed in runner.Claimed)
        {
            Assert.All(HoldsOf(claimed), gate => Assert.NotEqual(true, view.Gates.GetValueOrDefault(gate)?.IsClosedAt(view.Now)));
            Assert.All(LimitsOf(claimed), gate => Assert.True(Occupancy(view, gate) <= (LimitOf(view, gate) ?? int.MaxValue), gate));
        }

        if (runner.Claimed.Count == 0)
            return;
        var slots = SlotsOf(view, runner.Request);
        var mine = view.Leased.Where(task => task.Lease!.InstanceId == runner.Request.InstanceId).ToList();
        Assert.True(mine.Count <= slots, "More leases than slots.");
        if (runner.Claimed.Any(task => task.Priority != Priority.Urgent))
            Assert.True(mine.Count(task => task.Priority != Priority.Urgent) <= OpenSlots(slots, runner.Request),
                "A reserved slot went to a task that is not urgent.");
    }

    /// <summary>With room left, no ready task remains whose gates would all admit it: nobody waits for a gate it does not use.</summary>
    private static void Nobody_who_could_start_was_left_behind(StoreView view, CommandRunner runner)
    {
        if (runner.Claimed.Count >= Math.Min(runner.Request.Limit, runner.Request.MemorySlots))
            return;
        var slots = SlotsOf(view, runner.Request);
        var mine = view.Leased.Where(task => task.Lease!.InstanceId == runner.Request.InstanceId).ToList();
        var common = mine.Count(task => task.Priority != Priority.Urgent) < OpenSlots(slots, runner.Request);
        if (mine.Count >= slots
            || view.Gates.GetValueOrDefault(GateNames.Instance(runner.Request.InstanceId))?.IsClosedAt(view.Now) == true)
            return;
        foreach (var ready in view.Tasks.Values.Where(
            task => task.State == TaskState.Ready && (task.Priority == Priority.Urgent || common)))
        {
            var refused = HoldsOf(ready).Any(gate => view.Gates.GetValueOrDefault(gate)?.IsClosedAt(view.Now) == true)
                || LimitsOf(ready).Any(gate => Refuses(view, gate, ready.PriorityClass));
            Assert.True(refused, $"{ready.Id} could have started.");
        }
    }

    private static void Lanes_keep_their_order(StoreView view, CommandRunner runner)
    {
        foreach (var claimed in runner.Claimed)
        {
            var passed = view.Tasks.Values.FirstOrDefault(
                other => other.State == TaskState.Ready && LaneOf(other) == LaneOf(claimed) && Comes(other, claimed));
            Assert.True(passed is null, $"{claimed.Id} started before {passed?.Id} of the same lane.");
        }
    }

    private static bool Comes(AgentTask one, AgentTask before) =>
        one.ReadyAt < before.ReadyAt || (one.ReadyAt == before.ReadyAt && string.CompareOrdinal(one.Id, before.Id) < 0);

    private static string LaneOf(AgentTask task) => string.Join('\n', LimitsOf(task).Append(GateNames.Class(task.PriorityClass)));

    private static IEnumerable<string> LimitsOf(AgentTask task) => GateNames.Of(task).Append(GateNames.Group(task.Group));

    private static IEnumerable<string> HoldsOf(AgentTask task) =>
        LimitsOf(task).Append(GateNames.Queue).Append(GateNames.Class(task.PriorityClass));

    private static bool Refuses(StoreView view, string gate, Priority priorityClass) =>
        Rules.InForce(gate, view.Gates.GetValueOrDefault(gate)) is { } state
        && Admit.Refusal(new GateQuestion(state, Occupancy(view, gate), priorityClass, view.Now, Rules)) is not null;

    private static int Occupancy(StoreView view, string gate) => view.Leased.Count(task => LimitsOf(task).Contains(gate));

    private static int? LimitOf(StoreView view, string gate) => Rules.InForce(gate, view.Gates.GetValueOrDefault(gate))?.Limit;

    private static int SlotsOf(StoreView view, ClaimRequest request) =>
        Math.Min(request.MaxConcurrent, view.Gates.GetValueOrDefault(GateNames.Instance(request.InstanceId))?.Limit ?? int.MaxValue);

    private static int OpenSlots(int slots, ClaimRequest request) =>
        slots < Math.Max(2, request.ReservesFrom) ? slots : Math.Max(1, slots - request.ReservedUrgent);
}
