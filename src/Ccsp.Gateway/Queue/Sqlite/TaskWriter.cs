using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Sqlite.Memory;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>
/// Writes the result of a transition with all its effects: row, lane, depths, lease, event, fairness and dependents. Decides nothing.
/// Writer thread only.
/// </summary>
internal sealed class TaskWriter(QueueTables tables, QueueMemory memory, RollbackLog rollback, QueueOptions options)
{
    public TransitionRules Rules => options.Rules;

    public GateRules Gates => options.Gates;

    /// <exception cref="InvalidDataException">The row is invalid.</exception>
    public AgentTask? Find(string id) => memory.Leases.Find(id) ?? tables.Tasks.Find(id);

    public AgentTask Write(AgentTask? before, TransitionResult.Applied applied) => Write(before, applied.Task, applied.Fact);

    /// <param name="before">Null for a new task.</param>
    /// <param name="fact">Null for a change without an event.</param>
    /// <returns>The version as stored.</returns>
    public AgentTask Write(AgentTask? before, AgentTask after, TaskFact? fact)
    {
        after = WriteOne(before, after, fact);
        if (after.IsTerminal && before?.IsTerminal != true)
            Settle(after, fact!.At);
        return after;
    }

    /// <summary>A task from another store, without side effects.</summary>
    public void Restore(AgentTask task)
    {
        tables.Tasks.Write(null, task, LaneOf(task));
        memory.Follow(null, task);
    }

    public void Append(string type, DateTimeOffset at, string? instanceId, string data = "{}") =>
        tables.Events.Append(type, at, instanceId, data);

    /// <summary>Stores a gate with its event, if any, and wakes the lanes it refused.</summary>
    public GateState Put(GateStep step, DateTimeOffset at)
    {
        var gate = step.State.Whole();
        tables.Gates.Put(gate);
        memory.Set(gate);
        if (step.Event is { } type)
            tables.Events.Append(type, at, null, JsonSerializer.Serialize(gate, GateJson.Default.GateState));
        memory.FairQueue.Unpark(gate.Name);
        return gate;
    }

    /// <summary>Stores the emergency stop with its event, if any.</summary>
    public void Put(EmergencyStep step, DateTimeOffset at)
    {
        tables.Emergency.Put(step.State);
        memory.Set(step.State);
        if (step.Event is { } type)
            tables.Events.Append(type, at, null, JsonSerializer.Serialize(step.State, EmergencyJson.Default.EmergencyState));
    }

    /// <summary>Each step is stored before the next is computed, which may depend on it.</summary>
    public void Put(IEnumerable<GateStep> steps, DateTimeOffset at)
    {
        foreach (var step in steps)
            Put(step, at);
    }

    public double Expected(string group) => tables.Groups.Expected(group) ?? options.ExpectedRunSeconds;

    /// <summary>A pick sets the virtual time of the class to the group's virtual finish time and charges the group.</summary>
    public double Charge(AgentTask task)
    {
        var share = memory.FairQueue.ShareOf(task.PriorityClass, task.Group);
        var charged = Expected(task.Group);
        var (old, claims) = (tables.Meta.VirtualTime(task.PriorityClass), tables.Meta.Claims);
        rollback.Push(() =>
        {
            tables.Meta.SetVirtualTime(task.PriorityClass, old);
            tables.Meta.Claims = claims;
        });
        tables.Meta.Claims++;
        tables.Meta.SetVirtualTime(task.PriorityClass, share.Finish ?? 0);
        memory.FairQueue.SetFinish(share, Fairness.Charge(share.Finish ?? 0, charged));
        return charged;
    }

    /// <summary>A class without ready tasks catches up with its largest virtual finish time.</summary>
    public void CatchUp(Priority priorityClass)
    {
        var old = tables.Meta.VirtualTime(priorityClass);
        if (memory.FairQueue.LastFinishOfIdle(priorityClass) is not { } last)
            return;
        rollback.Push(() => tables.Meta.SetVirtualTime(priorityClass, old));
        tables.Meta.SetVirtualTime(priorityClass, Fairness.CatchUp(old, last));
    }

    /// <summary>Forgets the expected run time of a group.</summary>
    public void ForgetExpected(string group)
    {
        var old = tables.Groups.Expected(group);
        rollback.Push(() => tables.Groups.Set(group, old));
        tables.Groups.Set(group, null);
    }

    /// <summary>Resolves a child whose parent has already ended or is gone.</summary>
    public void Resolve(Dependency dependency, DateTimeOffset at)
    {
        var waiting = new Stack<(Dependency, bool)>();
        waiting.Push((dependency, tables.Tasks.Find(dependency.Parent)?.State == TaskState.Succeeded));
        Settle(waiting, at);
    }

    private AgentTask WriteOne(AgentTask? before, AgentTask after, TaskFact? fact)
    {
        after = after.Whole();
        var leaseEnded = before?.Lease is not null && after.Lease is null;
        if (leaseEnded)
            Correct(before!, fact!.At);
        tables.Tasks.Write(before, after, LaneOf(after));
        memory.Follow(before, after);
        if (fact is not null)
            tables.Events.Append(fact.Whole());
        if (leaseEnded)
            Release(before!, after, fact!.At);
        if (after.IsTerminal && before?.IsTerminal != true)
            Count(fact!.At);
        return after;
    }

    /// <summary>Puts a ready task into its lane and its group into the order.</summary>
    private long? LaneOf(AgentTask task)
    {
        if (task.State != TaskState.Ready)
            return null;
        var lane = memory.FairQueue.LaneOf(task).Id;
        memory.FairQueue.Enter(task, tables.Meta.VirtualTime(task.PriorityClass));
        return lane;
    }

    private void Correct(AgentTask leased, DateTimeOffset at)
    {
        var share = memory.FairQueue.ShareOf(leased.PriorityClass, leased.Group);
        var actual = Fairness.ActualSeconds(leased, at);
        memory.FairQueue.SetFinish(share, Fairness.Correct(share.Finish ?? 0, leased.Lease!.ChargedSeconds, actual));
        if (actual is not { } seconds)
            return;
        var old = tables.Groups.Expected(leased.Group);
        rollback.Push(() => tables.Groups.Set(leased.Group, old));
        tables.Groups.Set(leased.Group, Fairness.Expect(old ?? options.ExpectedRunSeconds, seconds));
    }

    private void Release(AgentTask released, AgentTask after, DateTimeOffset at)
    {
        if (Emergencies.LeaseEnded(memory.Emergency, released, after, at) is { } step)
            Put(step, at);
        foreach (var gate in Leases.GatesOf(released))
            memory.FairQueue.Unpark(gate);
    }

    private void Count(DateTimeOffset at)
    {
        memory.Endings.Add(at, 1);
        rollback.Push(() => memory.Endings.Add(at, -1));
    }

    /// <summary>Resolves the dependents of an ended task, down the graph, without recursion.</summary>
    private void Settle(AgentTask ended, DateTimeOffset at)
    {
        var waiting = new Stack<(Dependency Dependency, bool Succeeded)>();
        Enqueue(waiting, ended);
        Settle(waiting, at);
    }

    private void Settle(Stack<(Dependency Dependency, bool Succeeded)> waiting, DateTimeOffset at)
    {
        while (waiting.TryPop(out var next))
        {
            tables.Dependencies.Close(next.Dependency);
            var child = tables.Tasks.FindHot(next.Dependency.Child);
            // It may have failed through another parent since its dependencies were read.
            if (child is null)
                continue;
            var (after, fact) = Transitions.ParentEnded(child, next.Dependency.Parent, next.Succeeded, next.Dependency.OnFailure, at,
                Rules);
            after = WriteOne(child, after, fact);
            if (after.IsTerminal)
                Enqueue(waiting, after);
        }
    }

    private void Enqueue(Stack<(Dependency, bool)> waiting, AgentTask ended)
    {
        // Only a task that ended before its parents has open dependencies.
        if (ended.OpenParents > 0 || ended.FailReason == FailReason.Dependency)
            tables.Dependencies.CloseChild(ended.Id);
        var children = tables.Dependencies.OpenOf(ended.Id);
        for (var i = children.Count - 1; i >= 0; i--)
            waiting.Push((children[i], ended.State == TaskState.Succeeded));
    }
}
