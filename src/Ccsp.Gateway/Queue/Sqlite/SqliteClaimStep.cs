using System.Security.Cryptography;
using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Sqlite.Memory;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>T5.</summary>
internal sealed class SqliteClaimStep(TaskWriter tasks, QueueTables tables, QueueMemory memory, SavepointRunner parts,
    OpeningStep opening, QueueOptions options)
{
    private static readonly Priority[] Strict = [Priority.Urgent, Priority.High, Priority.Normal, Priority.Low];
    private static readonly Priority[] UrgentLast = [Priority.High, Priority.Normal, Priority.Low, Priority.Urgent];

    /// <summary>The gate rules of the latest claim.</summary>
    private GateRules _rules = options.Gates;

    public IReadOnlyList<Claimed> Run(ClaimRequest request) => memory.Emergency is { Stands: true } ? [] : Fill(request);

    /// <summary>A preview is a claim that is rolled back, in the file and in memory.</summary>
    public IReadOnlyList<AgentTask> Preview(ClaimRequest request)
    {
        IReadOnlyList<Claimed> foreseen = [];
        parts.Try(() =>
        {
            foreseen = Fill(request);
            return false;
        });
        return [.. foreseen.Select(claimed => claimed.Task)];
    }

    private List<Claimed> Fill(ClaimRequest request)
    {
        List<Claimed> claimed = [];
        AskUnderNewRules();
        opening.RunIfDue(request.Now);
        memory.FairQueue.UnparkDue(request.Now);
        while (claimed.Count < request.Limit && InstanceSlots.AskMemory(request, claimed.Count).Admits && Pick(request) is { } next)
        {
            // An unreadable row leaves its lane; it would block everything behind it.
            if (Read(next) is not { } task)
                continue;
            // An expired task must not start even before the sweep finds it.
            if (Transitions.Expire(task, request.Now) is TransitionResult.Applied tooLate)
            {
                tasks.Write(task, tooLate);
                continue;
            }

            claimed.Add(Lease(task, request));
            Take(next, request.Now);
        }

        return claimed;
    }

    /// <summary>Parked lanes may have been refused by a limit that a reload changed.</summary>
    private void AskUnderNewRules()
    {
        if (ReferenceEquals(options.Gates, _rules))
            return;
        _rules = options.Gates;
        memory.FairQueue.UnparkAll();
    }

    /// <summary>The next lane in claim order whose head every gate admits.</summary>
    private Lane? Pick(ClaimRequest request)
    {
        if (IsHeld(GateNames.Queue, request.Now))
            return null;
        foreach (var priorityClass in Fairness.UrgentLast(tables.Meta.Claims, options.NonUrgentEvery) ? UrgentLast : Strict)
        {
            if (IsHeld(GateNames.Class(priorityClass), request.Now) || !HasSlot(request, priorityClass))
                continue;
            if (memory.FairQueue.Best(priorityClass, name => Refusal(name, priorityClass, request.Now)) is { } lane)
                return lane;
        }

        return null;
    }

    private bool HasSlot(ClaimRequest request, Priority priorityClass) =>
        InstanceSlots.Ask(request, memory.Gate(GateNames.Instance(request.InstanceId)), memory.Leases.Of(request.InstanceId),
        priorityClass).Admits;

    private bool IsHeld(string name, DateTimeOffset now) => memory.Gate(name)?.IsClosedAt(now) == true;

    /// <summary>Null when the gate admits; one without state and limit always does.</summary>
    private GateAnswer? Refusal(string name, Priority priorityClass, DateTimeOffset now) =>
        options.Gates.InForce(name, memory.Gate(name)) is { } gate
        ? Admit.Refusal(new GateQuestion(gate, memory.Leases.Holding(name), priorityClass, now, options.Gates))
        : null;

    /// <summary>Counts the start at each gate that counts starts, in the same commit.</summary>
    private void Take(Lane lane, DateTimeOffset now)
    {
        foreach (var gate in lane.Gates.Prepend(GateNames.Group(lane.Key.Group)))
        {
            var stored = memory.Gate(gate);
            if (Gating.Take(options.Gates.InForce(gate, stored), stored, gate, now) is { } step)
                tasks.Put(step, now);
        }
    }

    private AgentTask? Read(Lane lane)
    {
        var id = lane.Head!.Value.Id;
        try
        {
            return tables.Tasks.FindHot(id) ?? throw new InvalidDataException($"Task {id} stands in lane {lane.Id} without a row.");
        }
        catch (InvalidDataException ex)
        {
            parts.Skip(id, ex);
            tables.Tasks.Unlist(id);
            memory.FairQueue.Refresh(lane);
            return null;
        }
    }

    private Claimed Lease(AgentTask task, ClaimRequest request)
    {
        var charged = tasks.Charge(task);
        Span<byte> nonce = stackalloc byte[8];
        RandomNumberGenerator.Fill(nonce);
        var token = new LeaseToken(tables.Meta.Epoch, BitConverter.ToUInt64(nonce));
        var applied = (TransitionResult.Applied)Transitions.Claim(task, request.InstanceId, token, charged, request.Now);
        return new Claimed(tasks.Write(task, applied), tables.Submissions.Find(task.Id));
    }
}
