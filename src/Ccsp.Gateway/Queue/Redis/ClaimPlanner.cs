using System.Security.Cryptography;
using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// Decides a claim on a snapshot of the queue: opens the gates whose time has come, wakes the lanes parked under them, and picks in claim
/// order what every gate admits. Claim and preview share it.
/// </summary>
internal sealed class ClaimPlanner
{
    private static readonly Priority[] Strict = [Priority.Urgent, Priority.High, Priority.Normal, Priority.Low];
    private static readonly Priority[] UrgentLast = [Priority.High, Priority.Normal, Priority.Low, Priority.Urgent];

    private readonly QueueKeys _keys;
    private readonly QueueOptions _options;
    private readonly ClaimSnapshot _snapshot;
    private readonly ClaimRequest _request;
    private readonly DependentResolution _dependents;
    private readonly ClaimSnapshotReader _snapshotReader;
    private readonly ulong _epoch;
    private readonly OwnRegistration _registration;
    private readonly StepBuilder _builder;
    private readonly ClaimSimulation _simulation;
    private long _claims;
    private readonly List<Pick> _picked = [];
    private readonly HashSet<string> _entered = new(StringComparer.Ordinal);
    private bool _beyondLimits;

    public ClaimPlanner(QueueKeys keys, QueueOptions options, DependentResolution dependents, ClaimSnapshotReader snapshotReader,
        ulong epoch, OwnRegistration registration,
        ClaimSnapshot snapshot, ClaimRequest request)
    {
        (_keys, _options, _dependents, _snapshotReader, _epoch, _registration, _snapshot, _request) =
            (keys, options, dependents, snapshotReader, epoch, registration, snapshot, request);
        _builder = new StepBuilder(keys, options, snapshot.Gates);
        _simulation = snapshot.Simulate();
        _claims = snapshot.Claims;
        if (snapshot.OpensGates)
            OpenGates();
    }

    /// <summary>Only removes one task that must leave its lane.</summary>
    public async Task<GuardedBatch> LeaveAloneAsync(Pick pick, StoredTask? row, CancellationToken cancellationToken)
    {
        if (row is null)
            _builder.Batch.Write("unready", pick.Lane, 1, pick.Place.Id);
        else if (Transitions.Expire(row.Task, _request.Now) is TransitionResult.Applied late)
            await _dependents.FollowAsync(_builder, _builder.Write(row, late).Task, _request.Now, _snapshot.Refused, cancellationToken);
        return _builder.Seal();
    }

    /// <summary>Only opens gates whose time has come and wakes what waited for them.</summary>
    public GuardedBatch Open()
    {
        _builder.Batch.Same(_keys.Meta, "gates", _snapshot.Gates.Stamp);
        return _builder.Seal();
    }

    /// <summary>In claim order.</summary>
    public IReadOnlyList<Pick> Picked => _picked;

    /// <summary>Continues to the end, or to a task that must leave its lane first.</summary>
    /// <param name="leaving">Expired or unreadable. Nothing is picked behind such a task before the effects of its leaving are
    /// known.</param>
    /// <returns>The task that must leave; null at the end.</returns>
    public Pick? PickOn(IReadOnlySet<string> leaving)
    {
        while (_picked.Count < _request.Limit && InstanceSlots.AskMemory(_request, _picked.Count).Admits
            && Next() is { Lane: { } lane, Group: { } group })
        {
            var pick = new Pick(lane.Ref, lane.Head!.Value, group.Finish,
                _snapshot.Expected.GetValueOrDefault(group.Group, _options.ExpectedRunSeconds));
            lane.Take();
            if (leaving.Contains(pick.Place.Id))
                return pick;
            _picked.Add(pick);
            Take(group, pick);
        }

        return null;
    }

    /// <summary>For a preview: the task leaves, and its dependents may be in the queue now.</summary>
    public async Task LeaveAsync(Pick pick, StoredTask? row, CancellationToken cancellationToken)
    {
        if (row is null || Transitions.Expire(row.Task, _request.Now) is not TransitionResult.Applied late)
            return;
        var looking = new ConflictCounts();
        looking.Add(GuardKind.Children);
        await _dependents.FollowAsync(_builder, _builder.Write(row, late).Task, _request.Now, looking, cancellationToken);
        foreach (var freed in _builder.All.Where(task => task is { State: TaskState.Ready, OpenParents: 0 })
            .Where(task => _entered.Add(task.Id)))
            await EnterAsync(freed, cancellationToken);
    }

    /// <summary>The version this plan wrote, else the one read; null if unreadable.</summary>
    public StoredTask? RowOf(Pick pick, IReadOnlyDictionary<string, StoredTask> rows) =>
        _builder.Written(pick.Place.Id) ?? rows.GetValueOrDefault(pick.Place.Id);

    /// <returns>Null when the queue has changed since the snapshot.</returns>
    /// <param name="isComplete">Whether nothing else in the snapshot could be picked.</param>
    public ClaimPlan? Finish(IReadOnlyDictionary<string, StoredTask> rows, bool isComplete)
    {
        List<StoredTask> claimed = [];
        foreach (var pick in _picked)
        {
            if (RowOf(pick, rows) is not { } row || Lease(row, pick) is not { } leased)
                return null;
            claimed.Add(leased);
        }

        _builder.Batch.Same(_keys.Meta, "claims", _snapshot.Claims);
        _builder.Batch.Same(_keys.Meta, "gates", _snapshot.Gates.Stamp);
        var latest = _snapshot.LatestClaim;
        if (claimed.Count > 0)
        {
            _registration.Guard(_builder.Batch, _request.InstanceId);
            _builder.Batch.Add(_keys.Meta, "claims", claimed.Count);
            _builder.Batch.Put(_keys.Meta, ClaimSnapshot.LatestClaimField, latest = claimed[0].Task.Lease!.Token.ToString());
        }

        var batch = _builder.Seal();
        return new ClaimPlan(batch.IsEmpty ? null : batch, Parks(latest, claimed.Count), claimed, isComplete && !_beyondLimits);
    }

    private void OpenGates()
    {
        foreach (var gate in _snapshot.Gates.Gates.Values.Select(pair => pair.State).OrderBy(gate => gate.Name, StringComparer.Ordinal))
        {
            if (Gating.OpenByTime(gate, _request.Now) is { } opened)
                _builder.Put(opened, _request.Now);
        }

        foreach (var row in _snapshot.Waiting.Where(
            row => _builder.Gate(GateNames.Profile(row.Task.Profile))?.IsClosedAt(_request.Now) != true))
        {
            if (!Parked.IsOver(row.Task, _builder.Gate, _request.Now)
                || Transitions.Resume(row.Task, _request.Now, _options.Rules) is not TransitionResult.Applied applied)
                continue;
            var ready = _builder.Write(row, applied).Task;
            _entered.Add(ready.Id);
            var share = (ready.PriorityClass, ready.Group);
            _simulation.Enter(ready, LaneRef.Of(ready, _keys), _snapshot.Finish.TryGetValue(share, out var finish) ? finish : null,
                _snapshot.Backlogs.Contains(share));
        }
    }

    private async Task EnterAsync(AgentTask ready, CancellationToken cancellationToken)
    {
        var (_, finish, hasBacklog) = (await _snapshotReader.SharesAsync([(ready.PriorityClass, ready.Group)], cancellationToken))[0];
        _simulation.Enter(ready, LaneRef.Of(ready, _keys), finish, hasBacklog);
    }

    private PickResult Next()
    {
        if (IsHeld(GateNames.Queue))
            return PickResult.Nobody;
        foreach (var priorityClass in Fairness.UrgentLast(_claims, _options.NonUrgentEvery) ? UrgentLast : Strict)
        {
            if (IsHeld(GateNames.Class(priorityClass)) || !HasSlot(priorityClass))
                continue;
            var best = _simulation.Best(priorityClass, name => Refusal(name, priorityClass));
            _beyondLimits |= best.IsBeyondLimits;
            if (best != PickResult.Nobody)
                return best;
        }

        return PickResult.Nobody;
    }

    private bool HasSlot(Priority priorityClass) =>
        InstanceSlots.Ask(_request, _builder.Gate(GateNames.Instance(_request.InstanceId)), _simulation.Leases.Of(_request.InstanceId),
        priorityClass).Admits;

    private bool IsHeld(string name) => _builder.Gate(name)?.IsClosedAt(_request.Now) == true;

    private GateAnswer? Refusal(string name, Priority priorityClass) => _options.Gates.InForce(name, _builder.Gate(name)) is { } gate
        ? Admit.Refusal(new GateQuestion(gate, _simulation.Leases.Holding(name), priorityClass, _request.Now, _options.Gates))
        : null;

    /// <summary>Charges the group and counts the start at each gate that counts starts.</summary>
    private void Take(GroupSimulation group, Pick pick)
    {
        _claims++;
        _simulation.SetVirtualTime(group.PriorityClass, group.Finish);
        group.Finish = Fairness.Charge(group.Finish, pick.Charged);
        var gates = LeaseEntry.GatesOf(pick.Lane.Key);
        _simulation.Leases.Add(pick.Place.Id, new LeaseEntry(_request.InstanceId, pick.Lane.Key.PriorityClass == Priority.Urgent, gates));
        foreach (var gate in gates)
        {
            var stored = _builder.Gate(gate);
            if (Gating.Take(_options.Gates.InForce(gate, stored), stored, gate, _request.Now) is { } step)
                _builder.Put(step, _request.Now);
        }
    }

    /// <summary>Null when the task is no longer ready.</summary>
    private StoredTask? Lease(StoredTask row, Pick pick)
    {
        Span<byte> nonce = stackalloc byte[8];
        RandomNumberGenerator.Fill(nonce);
        var token = new LeaseToken(_epoch, BitConverter.ToUInt64(nonce));
        if (Transitions.Claim(row.Task, _request.InstanceId, token, pick.Charged, _request.Now) is not TransitionResult.Applied applied)
            return null;
        _builder.Charge(row.Task, pick.Finish, pick.Charged);
        return _builder.Write(row, applied);
    }

    /// <param name="latest">The claim whose snapshot refused them: this one, or the one before when this one takes nothing.</param>
    private GuardedBatch? Parks(string latest, int claimed)
    {
        var refused = _simulation.Refused.ToList();
        if (refused.Count == 0)
            return null;
        var parks = new GuardedBatch();
        parks.Same(_keys.Meta, ClaimSnapshot.LatestClaimField, latest);
        parks.Same(_keys.Meta, "gates", _snapshot.Gates.Stamp + _builder.GateChanges);
        parks.HasFields(_keys.Leases, _snapshot.Leases.Count + claimed, GuardKind.Order);
        foreach (var lane in refused)
        {
            var opens = lane.RefusedBy!.OpensAt is { } time ? (BatchArgument)Milliseconds.Of(time) : "";
            parks.Write("park", lane.Ref, lane.RefusedBy.Gate, BatchArgument.Name(_keys.ParkedUnder(lane.RefusedBy.Gate)), opens,
                lane.Ref.Json);
        }

        return parks;
    }
}
