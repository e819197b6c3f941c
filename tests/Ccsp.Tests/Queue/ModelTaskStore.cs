using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Tests.Queue;

/// <summary>
/// The reference model: the durable queue without durability, written to be read. One lock, full scans, no index, no parking. It states
/// every rule itself, in the types called Model…, and calls none of the product's. Where it and a real store differ, one of them is
/// wrong.
/// </summary>
internal sealed partial class ModelTaskStore(QueueOptions options) : ITaskStore
{
    private readonly Lock _gate = new();
    private readonly Random _nonces = new(1);
    private ModelState _state = new();

    private IEnumerable<AgentTask> Tasks => _state.Records.Values.Select(record => record.Task);

    private IEnumerable<AgentTask> Live => Tasks.Where(task => !task.HasEnded());

    private IEnumerable<AgentTask> Leased => Tasks.Where(task => task.HasLease());

    private TransitionRules Rules => options.Rules;

    /// <summary>Every public method is one step under the lock.</summary>
    private Task<T> Step<T>(Func<T> step)
    {
        lock (_gate)
            return Task.FromResult(step());
    }

    private AgentTask? Find(string id) => _state.Records.GetValueOrDefault(id)?.Task;

    /// <summary>Writes the next version of a task with all that follows from it: fairness, event, dependents.</summary>
    private void Put(AgentTask next, TaskFact? fact)
    {
        var record = _state.Records[next.Id];
        var before = record.Task;
        if (before.Lease is not null && next.Lease is null)
            ReturnCharge(before, fact!.At);
        _state.Records[next.Id] = record with { Task = next };
        if (next.State == TaskState.Ready)
            EnterQueue(next, before);
        if (fact is not null)
            Append(fact.TaskId, fact.TaskSeq, fact.Type, fact.At, fact.Run, fact.InstanceId,
                JsonSerializer.Serialize(fact.Data, FactJson.Default.FactData));
        if (before.Lease is not null && next.Lease is null
            && ModelEmergencies.LeaseEnded(_state.Emergency, before, next, fact!.At) is { } step)
            PutEmergency(step, fact.At);
        if (next.HasEnded() && !before.HasEnded())
            ResolveDependents(next, fact!.At);
    }

    private void Put(TransitionResult.Applied applied) => Put(applied.Task, applied.Fact);

    /// <summary>An ended task waits for nobody; who waits for it hears of its end.</summary>
    private void ResolveDependents(AgentTask ended, DateTimeOffset now)
    {
        _state.Dependencies =
            [.. _state.Dependencies.Select(dependency => dependency.Child == ended.Id ? dependency with { Open = false } : dependency)];
        foreach (var dependency in _state.Dependencies.Where(dependency => dependency.Parent == ended.Id && dependency.Open)
            .OrderBy(dependency => dependency.Child, StringComparer.Ordinal).ToList())
            ResolveDependent(dependency, ended, now);
    }

    private void ResolveDependent(ModelDependency dependency, AgentTask ended, DateTimeOffset now)
    {
        _state.Dependencies = [.. _state.Dependencies.Select(other => other == dependency ? other with { Open = false } : other)];
        var (child, fact) = ModelTransitions.ParentEnded(Find(dependency.Child)!, ended, dependency.OnFailure, now, Rules);
        Put(child, fact);
    }

    /// <summary>The group gets its first ready task in a class.</summary>
    private void EnterQueue(AgentTask task, AgentTask before)
    {
        var wasIn = before.State == TaskState.Ready && before.PriorityClass == task.PriorityClass && before.Group == task.Group;
        var others = Tasks.Any(
            other => other.Id != task.Id && other.State == TaskState.Ready && other.PriorityClass == task.PriorityClass
                && other.Group == task.Group);
        if (wasIn || others)
            return;
        var key = (task.PriorityClass, task.Group);
        // Absence earns no credit.
        _state.Finish[key] = Math.Max(_state.Finish.GetValueOrDefault(key), _state.VirtualTime.GetValueOrDefault(task.PriorityClass));
    }

    /// <summary>The charge is replaced by what the run took; a start that became no run costs nothing and teaches nothing.</summary>
    private void ReturnCharge(AgentTask leased, DateTimeOffset now)
    {
        var key = (leased.PriorityClass, leased.Group);
        var lease = leased.Lease!;
        var seconds = leased.LastRun == lease.Run ? Math.Max(0, (now - leased.StartedAt!.Value).TotalSeconds) : 0;
        _state.Finish[key] += seconds - lease.ChargedSeconds;
        if (leased.LastRun == lease.Run)
            _state.Expected[leased.Group] = (0.7 * Expected(leased.Group)) + (0.3 * seconds);
    }

    private double Expected(string group) => _state.Expected.GetValueOrDefault(group, options.ExpectedRunSeconds);

    private void PutGates(IEnumerable<GateStep> steps, DateTimeOffset now)
    {
        foreach (var step in steps)
            PutGate(step, now);
    }

    private void PutGate(GateStep? step, DateTimeOffset now)
    {
        if (step is not { } taken)
            return;
        var (changed, type) = taken;
        _state.Gates[changed.Name] = changed;
        if (type is not null)
            Append(null, null, type, now, null, null, JsonSerializer.Serialize(changed, GateJson.Default.GateState));
    }

    private void Append(string? taskId, int? taskSeq, string type, DateTimeOffset at, int? run, string? instanceId, string data) =>
        _state.Events.Add(new StoredEvent(++_state.LastSeq, taskId, taskSeq, type, at, run, instanceId, data));
}
