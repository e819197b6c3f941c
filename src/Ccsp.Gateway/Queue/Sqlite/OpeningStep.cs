using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Sqlite.Memory;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>
/// Opens due gates and wakes the tasks parked under them. The sweep does it, and so does a claim that comes first: interrupted work takes
/// its place before others take the slots.
/// </summary>
internal sealed class OpeningStep(TaskWriter tasks, QueueTables tables, QueueMemory memory, SavepointRunner parts)
{
    public int Run(DateTimeOffset now, int limit)
    {
        foreach (var held in memory.Gates.Where(gate => gate.Closed).OrderBy(gate => gate.Name, StringComparer.Ordinal).ToList())
        {
            if (Gating.OpenByTime(held, now) is { } opened)
                tasks.Put(opened, now);
        }

        return Resume(now, limit);
    }

    /// <summary>Runs only when a gate is due.</summary>
    public void RunIfDue(DateTimeOffset now)
    {
        if (memory.NextOpening <= now)
            Run(now, Parked.AtOnce);
    }

    /// <summary>One look-up per waiting profile and round, not one per task.</summary>
    private int Resume(DateTimeOffset now, int limit) => tables.Due.ParkedProfiles()
        .Where(profile => memory.Gate(GateNames.Profile(profile))?.IsClosedAt(now) != true)
        .Sum(profile => parts.Each(parts.Readable(most => tables.Due.Parked(profile, most), limit), id => Resume(id, now)));

    private bool Resume(string id, DateTimeOffset now)
    {
        if (tables.Tasks.FindHot(id) is not { } task || !Parked.IsOver(task, memory.Gate, now)
            || Transitions.Resume(task, now, tasks.Rules) is not TransitionResult.Applied applied)
            return false;
        tasks.Write(task, applied);
        return true;
    }
}
