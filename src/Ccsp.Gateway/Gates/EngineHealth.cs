using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Gates;

/// <summary>Distinguishes a broken engine from tasks that fail: it is held when several tasks in a row could not run, and opens with the
/// first good run. Pure.</summary>
internal static class EngineHealth
{
    /// <summary>Whether the engine is to blame for this ending, and not the task.</summary>
    /// <param name="stored">The engine's gate.</param>
    public static bool IsDown(GateState? stored, RunFinished finished) => finished.EngineFault switch
    {
        EngineFault.Certain => true,
        EngineFault.Suspected => (stored?.Setbacks ?? Setbacks.None).Blaming(finished.TaskId, finished.Now).BlameTheEngine,
        _ => false,
    };

    /// <summary>
    /// Whether the engine is to blame and the task is not charged for its run. Where the submitter limits what is repeated, a suspicion is
    /// not enough: the program began, and may have done something before it ended.
    /// </summary>
    public static bool Excuses(AgentTask task, GateState? stored, RunFinished finished) =>
        IsDown(stored, finished) && (task.RetryLimit is null || finished.EngineFault == EngineFault.Certain);

    /// <summary>The effect of the ending on the engine's gate; null: none.</summary>
    public static GateStep? After(GateState? stored, string gate, RunFinished finished)
    {
        if (finished.EngineFault != EngineFault.None)
            return Blamed(stored ?? new GateState { Name = gate }, finished);
        return stored?.Setbacks is null || !IsGood(finished.Ending.Class) ? null : Gating.Recovered(stored, finished.Now);
    }

    private static GateStep? Blamed(GateState state, RunFinished finished)
    {
        var isDown = IsDown(state, finished);
        // Held already: a run from before proves nothing new.
        if (state.IsClosedAt(finished.Now))
            return null;
        var blamed = state with { Setbacks = (state.Setbacks ?? Setbacks.None).Blaming(finished.TaskId, finished.Now) };
        if (!isDown)
            return new GateStep(blamed, null);
        var what = finished.EngineFault == EngineFault.Certain
            ? "the engine cannot run"
            : string.Create(CultureInfo.InvariantCulture, $"{Setbacks.Suspicious} tasks in a row could not run");
        // A phrase, like all reasons of gates, without a full stop.
        var cure = finished is { EngineFault: EngineFault.Certain, EngineCure: { } phrase } ? $"{phrase}; " : "";
        var reason = $"{what} ({finished.Ending.Message.Trim().TrimEnd('.')}); {cure}it is tried again by itself, ever more rarely";
        return Gating.Hold(blamed, new GateHold(state.Name, finished.Now, reason, GateActors.Gateway), finished.Now);
    }

    /// <summary>The program ran, whatever the result.</summary>
    private static bool IsGood(EndingClass ending) => ending is not (
        EndingClass.Cancelled or EndingClass.Drained or EndingClass.Lost or EndingClass.EngineMissing or EndingClass.Oom
        or EndingClass.Stalled or EndingClass.Invalid);
}
