using Ccsp.Contracts;

namespace Ccsp.Gateway.Queue.Admission;

/// <summary>How a stored gate changes, and which event tells it. Pure; the event's data is the gate's new state.</summary>
internal static class Gating
{
    public static GateState Change(GateState? before, GateChange change)
    {
        var state = before ?? new GateState { Name = change.Gate };
        if (change.SetLimit)
            state = state with { Limit = change.Limit };
        // Who closed it, why and since when stays readable until it opens.
        if (change.Close is null && state.Closed)
            return state;
        return state with
        {
            Closed = change.Close ?? false,
            ClosedUntil = change.Close == true ? change.Until : null,
            Reason = change.Reason,
            Actor = change.Actor,
            Since = change.Now,
        };
    }

    public static string EventOf(GateChange change) => (change.Gate, change.Close) switch
    {
        (GateNames.Queue, true) => EventTypes.QueuePaused,
        (GateNames.Queue, false) => EventTypes.QueueResumed,
        (_, true) => EventTypes.GateClosed,
        _ => EventTypes.GateOpened,
    };

    /// <summary>A run's ending or a failed start closes a gate.</summary>
    /// <returns>The new state to store with a <c>gate.closed</c> event; null when a hold without an end stands, which only a person lifts.</returns>
    public static GateState? Hold(GateState? before, GateHold hold, DateTimeOffset now) =>
        before is { Closed: true, ClosedUntil: null }
            ? null
            : Change(before, new GateChange(hold.Gate, true, hold.Until, false, null, hold.Reason, hold.Actor, now));

    /// <summary>A closed gate whose time has passed opens; null when it stays as it is.</summary>
    public static (GateState State, string Event)? OpenByTime(GateState state, DateTimeOffset now)
    {
        if (!state.Closed || state.IsClosedAt(now))
            return null;
        var open = new GateChange(state.Name, false, null, false, null, null, "gateway", now);
        return (Change(state, open), EventOf(open));
    }
}
