using Ccsp.Contracts;

namespace Ccsp.Gateway.Gates;

/// <summary>Transitions of stored gates. Pure; the event's data is the gate's new state.</summary>
internal static class Gating
{
    /// <returns>Null when nothing changes.</returns>
    public static GateStep? Change(GateState? before, GateChange change)
    {
        var state = before ?? new GateState { Name = change.Gate };
        return change switch
        {
            GateChange.Close close when IsOld(before, close.Began) => null,
            GateChange.Close close =>
                new GateStep(Closed(state, close.Until, null, close.Reason, close.Actor, close.Now),
                EventOfHold(change.Gate, closed: true)),
            GateChange.Open => new GateStep(
                Opened(state, change.Actor, change.Now) with { Windows = Forgiven(state.Windows), RampFrom = null },
                EventOfHold(change.Gate, closed: false)),
            GateChange.Limit limit => new GateStep(Limited(state, limit.Limits), EventTypes.GateChanged),
            GateChange.Narrow narrow =>
                state.Narrowed == narrow.To ? null : new GateStep(state with { Narrowed = narrow.To }, EventTypes.GateChanged),
            GateChange.Observe observe =>
                Observed(state, observe.Windows) is { } windows ? new GateStep(state with { Windows = windows }, EventTypes.GateChanged)
                : null,
            _ => throw new InvalidOperationException($"No rule for {change}."),
        };
    }

    /// <summary>A run's ending or a failed start closes a gate.</summary>
    /// <returns>Null when a hold without an end stands, which only a person lifts, or one that ends later, and for a refusal older than the
    /// opening.</returns>
    public static GateStep? Hold(GateState? before, GateHold hold, DateTimeOffset now)
    {
        if (IsOld(before, hold.Began))
            return null;
        if (before?.IsClosedAt(now) == true && (before.ClosedUntil is null || before.ClosedUntil >= hold.Until))
            return null;
        var state = before ?? new GateState { Name = hold.Gate };
        var setbacks = state.Setbacks ?? Setbacks.None;
        var isEngine = GateNames.IsEngine(hold.Gate);
        var until = hold.Until;
        if (until is { } wanted && !state.IsClosedAt(now))
        {
            // A past or repeated reset time must not cause a storm of starts.
            var atLeast = now + setbacks.NextHold(isEngine);
            until = wanted > atLeast ? wanted : atLeast;
        }

        // Concurrent runs count as one setback.
        var closed = Closed(state, until, hold.QuietUntil, hold.Reason, hold.Actor, now) with {
            Setbacks = state.IsClosedAt(now) ? state.Setbacks : setbacks.Held(now) };
        // An engine tried and held again is the same incident, already reported.
        return new GateStep(closed, isEngine && setbacks.Holds > 0 ? null : EventOfHold(hold.Gate, closed: true));
    }

    /// <summary>A good run under a gate that had setbacks.</summary>
    public static GateStep Recovered(GateState state, DateTimeOffset now)
    {
        var wasReported = GateNames.IsEngine(state.Name) && state.Setbacks is { Holds: > 0 };
        // A person's hold stays.
        var isOurs = state.Actor == GateActors.Gateway;
        return wasReported && isOurs
            ? new GateStep(Opened(state, GateActors.Gateway, now), EventOfHold(state.Name, closed: false))
            : new GateStep(state with { Setbacks = null }, null);
    }

    /// <summary>Provider health of a profile: throttles in a row cause a growing pause, a success clears it.</summary>
    public static GateStep? Settle(GateState? before, string gate, DateTimeOffset? began, EndingClass ending, DateTimeOffset now)
    {
        if (ending is EndingClass.Succeeded or EndingClass.Turns or EndingClass.Budget)
            return before?.Setbacks is null ? null : Recovered(before, now);
        if (ending != EndingClass.Throttled)
            return null;
        var state = before ?? new GateState { Name = gate };
        var setbacks = state.Setbacks ?? Setbacks.None;
        var next = setbacks.Throttled(began, now);
        return next == setbacks ? null : new GateStep(state with { Setbacks = next }, null);
    }

    /// <summary>Opens a closed gate whose time has passed; null when nothing changes.</summary>
    public static GateStep? OpenByTime(GateState state, DateTimeOffset now)
    {
        if (!state.Closed || state.IsClosedAt(now))
            return null;
        // After a provider's reset all waiting tasks would start at once, before the first answers could warn the rest.
        var isTried = GateNames.IsEngine(state.Name) && state is { Actor: GateActors.Gateway, Setbacks.Holds: > 0 };
        var ramp = isTried || state.Actor == GateActors.Provider ? now : (DateTimeOffset?)null;
        var opened = Opened(state, GateActors.Gateway, now) with { QuietUntil = state.QuietUntil, RampFrom = ramp,
            Setbacks = state.Setbacks };
        return new GateStep(opened, isTried ? null : EventOfHold(state.Name, closed: false));
    }

    /// <summary>Counts a start; null without a rate.</summary>
    public static GateStep? Take(GateState? inForce, GateState? stored, string gate, DateTimeOffset now) =>
        inForce?.Rate is { } rate
        ? new GateStep((stored ?? new GateState { Name = gate }) with { ArrivesAt = rate.Take(stored?.ArrivesAt, now) }, null) : null;

    /// <summary>Returns a start that never became a run.</summary>
    public static GateStep? GiveBack(GateState? inForce, GateState? stored) =>
        inForce?.Rate is { } rate && stored?.ArrivesAt is { } arrives
        ? new GateStep(stored with { ArrivesAt = rate.GiveBack(arrives) }, null) : null;

    /// <summary>Adapts the limit of runs of a profile.</summary>
    /// <param name="limit">The fixed limit in force.</param>
    /// <param name="leases">Live leases that name the gate, the ended one among them.</param>
    public static GateStep? Adapt(GateState? before, string gate, int? limit, EndingClass ending, int leases, DateTimeOffset now) =>
        ending switch
    {
        EndingClass.Throttled => Adapted(before ?? new GateState { Name = gate }, AdaptiveLimit.Cut(before?.Adaptive, limit, leases, now)),
        EndingClass.Succeeded when before?.Adaptive is { } adaptive => Adapted(before, adaptive.Grow()),
        _ => null,
    };

    /// <returns>Null when nothing changes.</returns>
    public static GateStep? Observe(GateState? before, string gate, IReadOnlyDictionary<string, QuotaWindow> windows) =>
        Observed(before ?? new GateState { Name = gate }, windows) is { } seen
            ? new GateStep((before ?? new GateState { Name = gate }) with { Windows = seen }, EventTypes.GateChanged)
            : null;

    private static GateStep? Adapted(GateState before, AdaptiveLimit? next)
    {
        if (before.Adaptive == next)
            return null;
        // Growth is reported once it is complete; each step would be an event per success.
        var isReported = next is null || before.Adaptive is null || next.Limit < before.Adaptive.Limit;
        return new GateStep(before with { Adaptive = next }, isReported ? EventTypes.GateChanged : null);
    }

    private static bool IsOld(GateState? before, DateTimeOffset? began) => before is { Closed: false, Since: { } opened } && began < opened;

    private static GateState Closed(GateState state, DateTimeOffset? until, DateTimeOffset? quietUntil, string reason, string actor,
        DateTimeOffset now) =>
        state with { Closed = true, ClosedUntil = until, QuietUntil = quietUntil, RampFrom = null, Reason = reason, Actor = actor,
            Since = now };

    private static GateState Opened(GateState state, string actor, DateTimeOffset now) =>
        state with { Closed = false, ClosedUntil = null, QuietUntil = null, Reason = null, Actor = actor, Since = now, Setbacks = null };

    private static GateState Limited(GateState state, GateLimits limits) =>
        state with { Limit = limits.Limit, Rate = limits.Rate, Headroom = limits.Headroom,
        ArrivesAt = limits.Rate is null ? null : state.ArrivesAt };

    private static Dictionary<string, QuotaWindow>? Forgiven(IReadOnlyDictionary<string, QuotaWindow>? windows) =>
        windows?.Where(window => !window.Value.Exhausted).ToDictionary(StringComparer.Ordinal);

    /// <summary>Runs report in any order; the latest observation counts.</summary>
    private static Dictionary<string, QuotaWindow>? Observed(GateState before, IReadOnlyDictionary<string, QuotaWindow> windows)
    {
        var known = before.Windows ?? new Dictionary<string, QuotaWindow>();
        var news = windows.Where(
            window => !known.TryGetValue(window.Key, out var old)
                || (window.Value.SeenAt >= old.SeenAt && window.Value with { SeenAt = old.SeenAt } != old)).ToList();
        return news.Count == 0 ? null
            : new Dictionary<string, QuotaWindow>([.. known.Where(old => news.All(fresh => fresh.Key != old.Key)), .. news],
            StringComparer.Ordinal);
    }

    private static string EventOfHold(string gate, bool closed) => (gate, closed) switch
    {
        (GateNames.Queue, true) => EventTypes.QueuePaused,
        (GateNames.Queue, false) => EventTypes.QueueResumed,
        (_, true) => EventTypes.GateClosed,
        _ => EventTypes.GateOpened,
    };
}
