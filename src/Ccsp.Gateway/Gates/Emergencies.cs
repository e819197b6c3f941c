using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Gates;

/// <summary>The emergency stop's transitions, and what they mean for waiting tasks. Pure.</summary>
internal static class Emergencies
{
    public const string Gate = "emergency";

    /// <param name="before">The active stop, or the last one.</param>
    /// <param name="leases">Live leases by instance.</param>
    /// <returns>Null when nothing changes: it goes that far already, or there is nothing to clear.</returns>
    public static EmergencyStep? Change(EmergencyState? before, EmergencyChange change, IReadOnlyDictionary<string, int> leases) =>
        change switch
    {
        EmergencyChange.Stop stop when before is not { Stands: true } =>
            Step(Settled(Begun(stop, leases), stop.Now), EventTypes.EmergencyStop),
        EmergencyChange.Stop stop when stop.Mode > before!.Mode => Step(Settled(Raised(before, stop), stop.Now), EventTypes.EmergencyStop),
        EmergencyChange.Clear clear when before is { Stands: true } =>
            Step(before with { ClearedAt = clear.Now, ClearedBy = clear.Actor }, EventTypes.EmergencyCleared),
        EmergencyChange.Past past when before is null or { Stands: false } && !(before?.Since >= past.State.Since) =>
            Step(past.State, EventTypes.EmergencyCleared),
        EmergencyChange.Unleased unleased when before is not null && before.Since == unleased.Since =>
            new EmergencyStep(Counted(before, unleased), null),
        _ => null,
    };

    /// <summary>A lease ended during the stop.</summary>
    /// <param name="leased">The task as it was leased.</param>
    /// <param name="after">The task after its end.</param>
    public static EmergencyStep? LeaseEnded(EmergencyState? before, AgentTask leased, AgentTask after, DateTimeOffset now)
    {
        var instance = leased.Lease!.InstanceId;
        if (before is not { Stands: true } || !before.Instances.TryGetValue(instance, out var runs))
            return null;
        var counted = after switch
        {
            { State: TaskState.Ready } => runs with { Stopped = runs.Stopped + 1 },
            { Ending.Class: EndingClass.Lost } when after.Ending != leased.Ending => runs with { Lost = runs.Lost + 1 },
            _ => runs with { Finished = runs.Finished + 1 },
        };
        var next = Settled(before with {
            Instances = new Dictionary<string, EmergencyRuns>(before.Instances, StringComparer.Ordinal) { [instance] = counted } }, now);
        return new EmergencyStep(next, next.StoppedAt is not null && before.StoppedAt is null ? EventTypes.EmergencyStopped : null);
    }

    /// <summary>T6, unless the stop came between the claim and the start: nothing starts.</summary>
    public static TransitionResult Confirm(EmergencyState? stop, AgentTask task, RunStarted started) =>
        stop is { Stands: true } && task.State == TaskState.Starting && task.Lease?.Token == started.Token
            ? new TransitionResult.Refused(Sentence(stop) + ".")
            : Transitions.Confirm(task, started.Token, started.Pid, started.ConversationId, started.Now);

    /// <summary>The reason every waiting task is given; null without a stop.</summary>
    public static GateAnswer? Answer(EmergencyState? stop) => stop is { Stands: true }
        ? new GateAnswer(Gate, GateKind.Hold, Admits: false, Sentence(stop), OpensAt: null, CommandHints.ClearStop) { NeedsAction = true }
        : null;

    public static string Sentence(EmergencyState stop) => string.Create(
        CultureInfo.InvariantCulture,
        $"The emergency stop ({EnumNames<EmergencyMode>.Of(stop.Mode)}) by {stop.Actor} "
        + $"stands since {stop.Since.UtcDateTime:u}: {stop.Reason}");

    private static EmergencyState Begun(EmergencyChange.Stop stop, IReadOnlyDictionary<string, int> leases) => new()
    {
        Mode = stop.Mode,
        Reason = stop.Reason,
        Actor = stop.Actor,
        Since = stop.Now,
        Instances = leases.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .ToDictionary(pair => pair.Key, pair => new EmergencyRuns(pair.Value), StringComparer.Ordinal),
    };

    private static EmergencyState Counted(EmergencyState before, EmergencyChange.Unleased unleased)
    {
        var runs = before.Instances.GetValueOrDefault(unleased.InstanceId) ?? new EmergencyRuns(0);
        return before with
        {
            Instances = new Dictionary<string, EmergencyRuns>(before.Instances, StringComparer.Ordinal)
            {
                [unleased.InstanceId] = runs with { Live = runs.Live + unleased.Ended, Stopped = runs.Stopped + unleased.Ended },
            },
        };
    }

    /// <summary>The first actor stays named: the one to ask before clearing it.</summary>
    private static EmergencyState Raised(EmergencyState before, EmergencyChange.Stop stop) =>
        before with { Mode = stop.Mode, Raised = new EmergencyRaise(stop.Reason, stop.Actor, stop.Now) };

    private static EmergencyState Settled(EmergencyState state, DateTimeOffset now) =>
        state.Mode != EmergencyMode.Hold && state.StoppedAt is null && state.Survivors == 0 ? state with { StoppedAt = now } : state;

    private static EmergencyStep? Step(EmergencyState state, string type) => new EmergencyStep(state, type);
}
