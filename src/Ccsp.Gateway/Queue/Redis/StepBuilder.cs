using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// Turns the decisions of one step into a batch with all their effects: row, lane, depths, lease, event, fairness. It sees its own changes
/// of gates and tasks. Decides nothing.
/// </summary>
internal sealed class StepBuilder(QueueKeys keys, QueueOptions options, GateSnapshot snapshot)
{
    private readonly GuardedBatch _batch = new();
    private readonly Dictionary<string, StoredTask> _written = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Version, GateState State)> _gates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (LaneRef Lane, List<string> Ids)> _leaving = new(StringComparer.Ordinal);
    private readonly Dictionary<Priority, double> _times = [];
    private readonly Dictionary<(Priority PriorityClass, string Group), List<double>> _charges = [];
    private readonly HashSet<string> _woken = new(StringComparer.Ordinal);
    private EmergencyState? _emergency = snapshot.Emergency.State;
    private bool _changesEmergency;
    private bool _restsOnEmergency;

    public GuardedBatch Batch => _batch;

    public TransitionRules Rules => options.Rules;

    public GateRules GateRules => options.Gates;

    public EmergencyState? Emergency => _emergency;

    /// <summary>How often this step changes gates.</summary>
    public int GateChanges { get; private set; }

    public GateState? Gate(string name) => _gates.TryGetValue(name, out var changed) ? changed.State : snapshot.Gate(name);

    public IReadOnlyList<AgentTask> All => [.. _written.Values.Select(task => task.Task)];

    /// <summary>The task as written by this step; null if it has not written it.</summary>
    public StoredTask? Written(string id) => _written.GetValueOrDefault(id);

    /// <summary>Guards the emergency stop the decision rests on.</summary>
    public void RestOnEmergency()
    {
        if (!_restsOnEmergency)
            _batch.Holds(keys.System, GateCache.EmergencyField, snapshot.Emergency.Version, GuardKind.Gate);
        _restsOnEmergency = true;
    }

    public StoredTask Write(StoredTask? before, TransitionResult.Applied applied, TaskStorageMetadata? metadata = null) =>
        Write(before, applied.Task, applied.Fact, metadata);

    /// <param name="before">Null for a new task.</param>
    /// <param name="fact">Null for a change without an event.</param>
    /// <param name="metadata">Null: as before.</param>
    public StoredTask Write(StoredTask? before, AgentTask after, TaskFact? fact, TaskStorageMetadata? metadata = null)
    {
        after = after.Whole();
        if (before is not null && !_written.ContainsKey(after.Id))
            _batch.Holds(keys.Tasks, after.Id, before.Version, GuardKind.Row);
        var ended = before?.Task.Lease is not null && after.Lease is null;
        if (ended)
            Correct(before!.Task, fact!.At);
        Place(before?.Task, after);
        var next = new StoredTask(after, metadata ?? before?.Metadata ?? TaskStorageMetadata.Nothing, (before?.Version ?? 0) + 1);
        _batch.Put(keys.Tasks, after.Id,
            VersionedDocument.Write(next.Version, RedisTaskRow.Of(after, next.Metadata), RedisJson.Default.RedisTaskRow));
        new TaskIndexes(_batch, keys).Move(before, next);
        if (fact is not null)
            Append(fact.Whole());
        if (ended)
            Release(before!.Task, after, fact!.At);
        _written[after.Id] = next;
        return next;
    }

    /// <summary>A system event.</summary>
    public void Append(string type, DateTimeOffset at, string? instanceId, string data = "{}") =>
        _batch.Append(keys.Events(""), new StoredEvent(0, null, null, type, at, null, instanceId, data));

    /// <summary>Each step is stored before the next is computed, which may depend on it.</summary>
    public void Put(IEnumerable<GateStep> steps, DateTimeOffset at)
    {
        foreach (var step in steps)
            Put(step, at);
    }

    public GateState Put(GateStep step, DateTimeOffset at)
    {
        var gate = step.State.Whole();
        var version = _gates.TryGetValue(gate.Name, out var changed) ? changed.Version : snapshot.VersionOf(gate.Name);
        if (changed.State is null)
            _batch.Holds(keys.Gates, gate.Name, version, GuardKind.Gate);
        _gates[gate.Name] = (version + 1, gate);
        _batch.ChangesGates = true;
        GateChanges++;
        _batch.Put(keys.Gates, gate.Name, VersionedDocument.Write(version + 1, gate, GateJson.Default.GateState));
        _batch.Add(keys.Meta, "gates", 1);
        if (step.Event is { } type)
            Append(type, at, null, JsonSerializer.Serialize(gate, GateJson.Default.GateState));
        _woken.Add(gate.Name);
        return gate;
    }

    public void Put(EmergencyStep step, DateTimeOffset at)
    {
        RestOnEmergency();
        (_emergency, _changesEmergency, _batch.ChangesGates) = (step.State, true, true);
        if (step.Event is { } type)
            Append(type, at, null, JsonSerializer.Serialize(step.State, EmergencyJson.Default.EmergencyState));
    }

    /// <summary>Charges the group of a pick and moves the virtual time of its class to the group's virtual finish time.</summary>
    public void Charge(AgentTask picked, double finish, double seconds)
    {
        _times[picked.PriorityClass] = finish;
        if (!_charges.TryGetValue((picked.PriorityClass, picked.Group), out var charged))
            _charges[(picked.PriorityClass, picked.Group)] = charged = [];
        charged.Add(seconds);
    }

    /// <summary>The finished batch. Lanes parked under a changed gate, or one whose lease ended, are woken.</summary>
    public GuardedBatch Seal()
    {
        foreach (var (lane, ids) in _leaving.Values)
            _batch.Write("unready", lane, [ids.Count, .. ids.Select(id => (BatchArgument)id)]);
        foreach (var (priorityClass, time) in _times)
            _batch.Put(keys.Meta, "time " + EnumNames<Priority>.Of(priorityClass), ((BatchArgument)time).Value);
        foreach (var ((priorityClass, group), seconds) in _charges)
            Charge(priorityClass, group, seconds);
        if (_changesEmergency)
        {
            _batch.Put(keys.System, GateCache.EmergencyField,
                VersionedDocument.Write(snapshot.Emergency.Version + 1, _emergency!, EmergencyJson.Default.EmergencyState));
            _batch.Add(keys.Meta, "gates", 1);
            GateChanges++;
        }

        if (_woken.Count > 0)
            _batch.Write(["wake", _woken.Count,
                .. _woken.SelectMany(gate => new[] { (BatchArgument)gate, BatchArgument.Name(keys.ParkedUnder(gate)) })]);
        return _batch;
    }

    private void Append(TaskFact fact) => _batch.Append(
        keys.Events(fact.TaskId),
        new StoredEvent(0, fact.TaskId, fact.TaskSeq, fact.Type, fact.At, fact.Run, fact.InstanceId,
            JsonSerializer.Serialize(fact.Data, FactJson.Default.FactData)));

    private void Place(AgentTask? before, AgentTask after)
    {
        var from = before?.State == TaskState.Ready ? LaneRef.Of(before, keys) : null;
        var to = after.State == TaskState.Ready ? LaneRef.Of(after, keys) : null;
        if (to is not null && (from?.Name != to.Name || before!.ReadyAt != after.ReadyAt))
            _batch.Write("ready", to, after.Id, Milliseconds.Of(after.ReadyAt!.Value), from?.Name == to.Name ? 0 : 1, to.Json);
        if (from is null || from.Name == to?.Name)
            return;
        if (!_leaving.TryGetValue(from.Name, out var lane))
            _leaving[from.Name] = lane = (from, []);
        lane.Ids.Add(after.Id);
    }

    /// <summary>Replaces the charge by the actual run time.</summary>
    private void Correct(AgentTask leased, DateTimeOffset at)
    {
        var actual = Fairness.ActualSeconds(leased, at);
        Charge(leased.PriorityClass, leased.Group, [Fairness.Correct(0, leased.Lease!.ChargedSeconds, actual)]);
        if (actual is { } seconds)
            _batch.Write("expect", BatchArgument.Name(keys.Expected), leased.Group, options.ExpectedRunSeconds, Fairness.ExpectationKept,
                Fairness.Expect(0, seconds));
    }

    private void Charge(Priority priorityClass, string group, List<double> seconds) =>
        _batch.Write(["charge", BatchArgument.Name(keys.GroupOrder(priorityClass)), EnumNames<Priority>.Of(priorityClass), group,
        seconds.Count,
            .. seconds.Select(number => (BatchArgument)number)]);

    private void Release(AgentTask leased, AgentTask after, DateTimeOffset at)
    {
        RestOnEmergency();
        if (Emergencies.LeaseEnded(_emergency, leased, after, at) is { } step)
            Put(step, at);
        _woken.UnionWith(LeaseEntry.GatesOf(leased));
    }
}
