using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Tests.Queue;

/// <summary>How the emergency stop begins, goes further, counts the leases that end, and is cleared.</summary>
internal static class ModelEmergencies
{
    public static bool Stands(this EmergencyState? stop) => stop is { ClearedAt: null };

    public static EmergencyStep? Change(EmergencyState? before, EmergencyChange change, IEnumerable<string> leaseHolders)
    {
        switch (change)
        {
            case EmergencyChange.Stop stop when !before.Stands():
                var holders = leaseHolders.GroupBy(holder => holder).OrderBy(holder => holder.Key, StringComparer.Ordinal);
                return new EmergencyStep(Counted(new EmergencyState
                {
                    Mode = stop.Mode,
                    Reason = stop.Reason,
                    Actor = stop.Actor,
                    Since = stop.Now,
                    Instances = holders.ToDictionary(holder => holder.Key, holder => new EmergencyRuns(holder.Count())),
                }, stop.Now), EventTypes.EmergencyStop);
            case EmergencyChange.Stop stop when stop.Mode > before!.Mode:
                var raised = before with { Mode = stop.Mode, Raised = new EmergencyRaise(stop.Reason, stop.Actor, stop.Now) };
                return new EmergencyStep(Counted(raised, stop.Now), EventTypes.EmergencyStop);
            case EmergencyChange.Clear clear when before.Stands():
                return new EmergencyStep(before! with { ClearedAt = clear.Now, ClearedBy = clear.Actor }, EventTypes.EmergencyCleared);
            case EmergencyChange.Past past when !before.Stands() && (before is null || before.Since < past.State.Since):
                return new EmergencyStep(past.State, EventTypes.EmergencyCleared);
            case EmergencyChange.Unleased(var holder, var ended, var since, _) when before is not null && before.Since == since:
                var all = before.Instances.ToDictionary(StringComparer.Ordinal);
                var known = all.GetValueOrDefault(holder, new EmergencyRuns(0));
                all[holder] = known with { Live = known.Live + ended, Stopped = known.Stopped + ended };
                return new EmergencyStep(before with { Instances = all }, null);
            default:
                return null;
        }
    }

    public static EmergencyStep? LeaseEnded(EmergencyState? before, AgentTask leased, AgentTask after, DateTimeOffset now)
    {
        var holder = leased.Lease!.InstanceId;
        if (!before.Stands() || !before!.Instances.TryGetValue(holder, out var runs))
            return null;
        var isLost = after.Ending?.Class == EndingClass.Lost && after.Ending != leased.Ending;
        runs = after.State == TaskState.Ready ? runs with { Stopped = runs.Stopped + 1 }
            : isLost ? runs with { Lost = runs.Lost + 1 }
            : runs with { Finished = runs.Finished + 1 };
        var instances = before.Instances.ToDictionary(StringComparer.Ordinal);
        instances[holder] = runs;
        var next = Counted(before with { Instances = instances }, now);
        return new EmergencyStep(next, next.StoppedAt == before.StoppedAt ? null : EventTypes.EmergencyStopped);
    }

    public static string Sentence(EmergencyState stop) => string.Create(CultureInfo.InvariantCulture,
        $"The emergency stop ({EnumNames<EmergencyMode>.Of(stop.Mode)}) by {stop.Actor} "
        + $"stands since {stop.Since.UtcDateTime:u}: {stop.Reason}");

    /// <summary>A stop that asks runs to end is through when none is left.</summary>
    private static EmergencyState Counted(EmergencyState stop, DateTimeOffset now)
    {
        var left = stop.Instances.Values.Sum(runs => runs.Live - runs.Stopped - runs.Finished - runs.Lost);
        return stop.Mode == EmergencyMode.Hold || left > 0 || stop.StoppedAt is not null ? stop : stop with { StoppedAt = now };
    }
}
