using Ccsp.Contracts;
using Ccsp.Gateway.Gates;

namespace Ccsp.Gateway.EmergencyStop;

/// <summary>The emergency stop as seen by an instance that did more than its store could record. Pure.</summary>
internal static class LocalStop
{
    /// <param name="stored">The stored state; null: there is none, or the store does not answer.</param>
    /// <param name="unwritten">In force here and not stored.</param>
    /// <param name="own">Its runs since an unwritten stop.</param>
    /// <param name="ended">Its runs without a process whose end is not stored.</param>
    public static EmergencyState? Seen(EmergencyState? stored, UnwrittenStop? unwritten, string instance, EmergencyRuns own, int ended,
        DateTimeOffset now)
    {
        var state = unwritten is null || (stored is { Stands: true } && stored.Mode >= unwritten.Mode) ? stored
            : Begun(unwritten, instance, own);
        if (state is not { Stands: true } || ended == 0 || !state.Instances.TryGetValue(instance, out var runs))
            return Settled(state, now);
        var stopped = runs with { Stopped = runs.Stopped + Math.Min(ended, runs.Survivors) };
        return Settled(state with {
            Instances = new Dictionary<string, EmergencyRuns>(state.Instances, StringComparer.Ordinal) { [instance] = stopped } }, now);
    }

    /// <summary>Adds the runs here that the store had no lease of when the stop was ordered.</summary>
    public static EmergencyState With(EmergencyState state, string instance, int unleased, int ended, DateTimeOffset now)
    {
        var known = state.Instances.GetValueOrDefault(instance) ?? new EmergencyRuns(0);
        return Settled(
            state with
            {
                StoppedAt = ended < unleased ? null : state.StoppedAt,
                Instances = new Dictionary<string, EmergencyRuns>(state.Instances, StringComparer.Ordinal)
                {
                    [instance] = known with { Live = known.Live + unleased, Stopped = known.Stopped + ended },
                },
            },
            now)!;
    }

    private static EmergencyState Begun(UnwrittenStop order, string instance, EmergencyRuns own) => new()
    {
        Mode = order.Mode,
        Reason = order.Reason,
        Actor = order.Actor,
        Since = order.Since,
        Instances = new Dictionary<string, EmergencyRuns>(StringComparer.Ordinal) { [instance] = own },
    };

    private static EmergencyState? Settled(EmergencyState? state, DateTimeOffset now) =>
        state is { Stands: true, StoppedAt: null, Survivors: 0 } && state.Mode != EmergencyMode.Hold ? state with { StoppedAt = now }
        : state;
}
