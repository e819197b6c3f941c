using System.Security.Cryptography;
using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Admission;
using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// Decides a claim on what was seen of the queue: opens the gates whose time has come, lets those parked under them go on, and picks in claim order
/// what every gate admits. The same for a claim and for a forecast.
/// </summary>
internal sealed class Planning
{
    private static readonly Priority[] Strict = [Priority.Urgent, Priority.High, Priority.Normal, Priority.Low];
    private static readonly Priority[] UrgentLast = [Priority.High, Priority.Normal, Priority.Low, Priority.Urgent];

    private readonly QueueKeys keys;
    private readonly QueueOptions options;
    private readonly Front seen;
    private readonly ClaimRequest request;
    private readonly Settling settling;
    private readonly FrontReads front;
    private readonly ulong epoch;
    private readonly Writing writing;
    private readonly Picture picture;
    private long claims;
    private readonly List<Pick> picked = [];
    private readonly HashSet<string> entered = new(StringComparer.Ordinal);
    private bool outOfSight;

    public Planning(QueueKeys keys, QueueOptions options, Settling settling, FrontReads front, ulong epoch, Front seen, ClaimRequest request)
    {
        (this.keys, this.options, this.settling, this.front, this.epoch, this.seen, this.request) = (keys, options, settling, front, epoch, seen, request);
        writing = new Writing(keys, options, seen.Sheet);
        picture = seen.Paint();
        claims = seen.Claims;
        if (seen.OpensGates)
            OpenGates();
    }

    /// <summary>One that must leave its lane leaves it; nothing else.</summary>
    public async Task<Draft> LeaveAloneAsync(Pick pick, StoredTask? row, CancellationToken stop)
    {
        if (row is null)
            writing.Draft.Write("unready", pick.Lane, 1, pick.Place.Id);
        else if (Transitions.Expire(row.Task, request.Now) is TransitionResult.Applied late)
            await settling.FollowAsync(writing, writing.Write(row, late).Task, request.Now, seen.Refused, stop);
        return writing.Seal();
    }

    /// <summary>The gates whose time has come, and what waited for them; nothing else.</summary>
    public Draft Open()
    {
        writing.Draft.Same(keys.Meta, "gates", seen.Sheet.Stamp);
        return writing.Seal();
    }

    /// <summary>Picked so far, in claim order.</summary>
    public IReadOnlyList<Pick> Picked => picked;

    /// <summary>Picks on, up to the end or to a task that must leave its lane first.</summary>
    /// <param name="leaving">Too late to start, or not to be read: nothing is picked behind one before what follows from its leaving is known.</param>
    /// <returns>The one that must leave; null at the end.</returns>
    public Pick? PickOn(IReadOnlySet<string> leaving)
    {
        while (picked.Count < request.Limit && InstanceSlots.AskMemory(request, picked.Count).Admits && Next() is { Lane: { } lane, Group: { } group })
        {
            var pick = new Pick(lane.Ref, lane.Head!.Value, group.Finish, seen.Expected.GetValueOrDefault(group.Group, options.ExpectedRunSeconds));
            lane.Take();
            if (leaving.Contains(pick.Place.Id))
                return pick;
            picked.Add(pick);
            Take(group, pick);
        }

        return null;
    }

    /// <summary>For a forecast: it leaves, and whoever waited for it may stand in the queue now.</summary>
    public async Task LeaveAsync(Pick pick, StoredTask? row, CancellationToken stop)
    {
        if (row is null || Transitions.Expire(row.Task, request.Now) is not TransitionResult.Applied late)
            return;
        var looking = new Refusals();
        looking.Add(GuardKind.Children);
        await settling.FollowAsync(writing, writing.Write(row, late).Task, request.Now, looking, stop);
        foreach (var freed in writing.All.Where(task => task is { State: TaskState.Ready, OpenParents: 0 }).Where(task => entered.Add(task.Id)))
            await EnterAsync(freed, stop);
    }

    /// <summary>As this plan has written it already, or as it was read; null when it cannot be read.</summary>
    public StoredTask? RowOf(Pick pick, IReadOnlyDictionary<string, StoredTask> rows) => writing.Written(pick.Place.Id) ?? rows.GetValueOrDefault(pick.Place.Id);

    /// <returns>Null when the queue has changed since it was seen.</returns>
    /// <param name="rows">Of what was picked.</param>
    /// <param name="isComplete">Whether nobody else could be picked but for what lies out of sight.</param>
    public ClaimPlan? Finish(IReadOnlyDictionary<string, StoredTask> rows, bool isComplete)
    {
        List<StoredTask> claimed = [];
        foreach (var pick in picked)
        {
            if (RowOf(pick, rows) is not { } row || Lease(row, pick) is not { } leased)
                return null;
            claimed.Add(leased);
        }

        writing.Draft.Same(keys.Meta, "claims", seen.Claims);
        writing.Draft.Same(keys.Meta, "gates", seen.Sheet.Stamp);
        var latest = seen.LatestClaim;
        if (claimed.Count > 0)
        {
            writing.Draft.Add(keys.Meta, "claims", claimed.Count);
            writing.Draft.Put(keys.Meta, Front.LatestClaimField, latest = claimed[0].Task.Lease!.Token.ToString());
        }

        var draft = writing.Seal();
        return new ClaimPlan(draft.IsEmpty ? null : draft, Parks(latest, claimed.Count), claimed, isComplete && !outOfSight);
    }

    private void OpenGates()
    {
        foreach (var gate in seen.Sheet.Gates.Values.Select(one => one.State).OrderBy(gate => gate.Name, StringComparer.Ordinal))
        {
            if (Gating.OpenByTime(gate, request.Now) is { } opened)
                writing.Put(opened, request.Now);
        }

        foreach (var row in seen.Waiting.Where(row => writing.Gate(GateNames.Profile(row.Task.Profile))?.IsClosedAt(request.Now) != true))
        {
            if (!Parked.IsOver(row.Task, writing.Gate, request.Now) || Transitions.Resume(row.Task, request.Now, options.Rules) is not TransitionResult.Applied applied)
                continue;
            var ready = writing.Write(row, applied).Task;
            entered.Add(ready.Id);
            var turn = (ready.Class, ready.Group);
            picture.Enter(ready, LaneRef.Of(ready, keys), seen.Finish.TryGetValue(turn, out var finish) ? finish : null, seen.Backlogs.Contains(turn));
        }
    }

    private async Task EnterAsync(AgentTask ready, CancellationToken stop)
    {
        var (_, finish, hasBacklog) = (await front.TurnsAsync([(ready.Class, ready.Group)], stop))[0];
        picture.Enter(ready, LaneRef.Of(ready, keys), finish, hasBacklog);
    }

    private PickResult Next()
    {
        if (IsHeld(GateNames.Queue))
            return PickResult.Nobody;
        foreach (var inClass in Fairness.UrgentLast(claims, options.NonUrgentEvery) ? UrgentLast : Strict)
        {
            if (IsHeld(GateNames.Class(inClass)) || !HasSlot(inClass))
                continue;
            var best = picture.Best(inClass, name => Refusal(name, inClass));
            outOfSight |= best.IsOutOfSight;
            if (best != PickResult.Nobody)
                return best;
        }

        return PickResult.Nobody;
    }

    private bool HasSlot(Priority inClass) =>
        InstanceSlots.Ask(request, writing.Gate(GateNames.Instance(request.InstanceId)), picture.Leases.Of(request.InstanceId), inClass).Admits;

    private bool IsHeld(string name) => writing.Gate(name)?.IsClosedAt(request.Now) == true;

    private GateAnswer? Refusal(string name, Priority inClass) => options.Gates.InForce(name, writing.Gate(name)) is { } gate
        ? Admit.Refusal(new GateQuestion(gate, picture.Leases.Holding(name), inClass, request.Now, options.Gates))
        : null;

    /// <summary>All gates have admitted; the group is charged, and each gate that counts starts is told of this one.</summary>
    private void Take(GroupView group, Pick pick)
    {
        claims++;
        picture.SetVirtualTime(group.Class, group.Finish);
        group.Finish = Fairness.Charge(group.Finish, pick.Charged);
        var gates = LeaseEntry.GatesOf(pick.Lane.Key);
        picture.Leases.Add(pick.Place.Id, new LeaseEntry(request.InstanceId, pick.Lane.Key.Class == Priority.Urgent, gates));
        foreach (var gate in gates)
        {
            var stored = writing.Gate(gate);
            if (Gating.Take(options.Gates.InForce(gate, stored), stored, gate, request.Now) is { } step)
                writing.Put(step, request.Now);
        }
    }

    /// <summary>Null when it is not ready any more.</summary>
    private StoredTask? Lease(StoredTask row, Pick pick)
    {
        Span<byte> nonce = stackalloc byte[8];
        RandomNumberGenerator.Fill(nonce);
        var token = new LeaseToken(epoch, BitConverter.ToUInt64(nonce));
        if (Transitions.Claim(row.Task, request.InstanceId, token, pick.Charged, request.Now) is not TransitionResult.Applied applied)
            return null;
        writing.Charge(row.Task, pick.Finish, pick.Charged);
        return writing.Write(row, applied);
    }

    /// <param name="latest">The claim whose picture refused them: this one, or the one before when this one takes nobody.</param>
    /// <param name="claimed">How many it takes.</param>
    private Draft? Parks(string latest, int claimed)
    {
        var refused = picture.Refused.ToList();
        if (refused.Count == 0)
            return null;
        var parks = new Draft();
        parks.Same(keys.Meta, Front.LatestClaimField, latest);
        parks.Same(keys.Meta, "gates", seen.Sheet.Stamp + writing.GateChanges);
        parks.HasFields(keys.Leases, seen.Leases.Count + claimed, GuardKind.Turn);
        foreach (var lane in refused)
        {
            var opens = lane.RefusedBy!.OpensAt is { } time ? (Word)Milliseconds.Of(time) : "";
            parks.Write("park", lane.Ref, lane.RefusedBy.Gate, Word.Name(keys.ParkedUnder(lane.RefusedBy.Gate)), opens, lane.Ref.Json);
        }

        return parks;
    }
}
