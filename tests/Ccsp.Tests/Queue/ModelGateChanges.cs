using Ccsp.Contracts;
using Ccsp.Gateway.Gates;

namespace Ccsp.Tests.Queue;

/// <summary>How a gate changes, and what is told of it; null where nothing changes.</summary>
internal static class ModelGateChanges
{
    private static readonly Setbacks None = new(0, 0, DateTimeOffset.MinValue, null, []);

    public static GateStep? ByHand(GateState? stored, GateChange change)
    {
        var gate = stored ?? new GateState { Name = change.Gate };
        switch (change)
        {
            case GateChange.Close close:
                return IsOlderThanTheOpening(stored, close.Began) ? null
                    : new GateStep(Close(gate, close.Until, null, close.Reason, close.Actor, close.Now), Closing(gate.Name));
            case GateChange.Open open:
                return new GateStep(Open(gate, open.Actor, open.Now) with
                {
                    RampFrom = null,
                    Windows = gate.Windows?.Where(window => !window.Value.Exhausted).ToDictionary(StringComparer.Ordinal),
                }, Opening(gate.Name));
            case GateChange.Limit { Limits: var limits }:
                var limited = gate with { Limit = limits.Limit, Rate = limits.Rate, Headroom = limits.Headroom };
                // What has started counts against the new rate as well.
                return new GateStep(limits.Rate is null ? limited with { ArrivesAt = null } : limited, EventTypes.GateChanged);
            case GateChange.Narrow narrow:
                return gate.Narrowed == narrow.To ? null : new GateStep(gate with { Narrowed = narrow.To }, EventTypes.GateChanged);
            case GateChange.Observe observe:
                return Observe(stored, gate.Name, observe.Windows);
            default:
                throw new InvalidOperationException($"The model does not know {change}.");
        }
    }

    /// <summary>Of each window what was seen last.</summary>
    public static GateStep? Observe(GateState? stored, string name, IReadOnlyDictionary<string, QuotaWindow> seen)
    {
        var gate = stored ?? new GateState { Name = name };
        var windows = new Dictionary<string, QuotaWindow>(gate.Windows ?? new Dictionary<string, QuotaWindow>(), StringComparer.Ordinal);
        var news = false;
        foreach (var (window, figures) in seen)
        {
            if (windows.TryGetValue(window, out var known)
                && (figures.SeenAt < known.SeenAt || figures == known with { SeenAt = figures.SeenAt }))
                continue;
            // The latest news stands last.
            windows.Remove(window);
            windows = windows.Append(KeyValuePair.Create(window, figures)).ToDictionary(StringComparer.Ordinal);
            news = true;
        }

        return news ? new GateStep(gate with { Windows = windows }, EventTypes.GateChanged) : null;
    }

    /// <summary>A run or a start closes a gate.</summary>
    public static GateStep? Hold(GateState? stored, GateHold hold, DateTimeOffset now)
    {
        var gate = stored ?? new GateState { Name = hold.Gate };
        var isClosed = gate.IsClosed(now);
        if (IsOlderThanTheOpening(stored, hold.Began))
            return null;
        // One that lasts as long, or until a person acts, stands already.
        if (isClosed && (gate.ClosedUntil is null || gate.ClosedUntil >= hold.Until))
            return null;
        var setbacks = gate.Setbacks ?? None;
        var isEngine = IsEngine(hold.Gate);
        if (isClosed)
            return new GateStep(Close(gate, hold.Until, hold.QuietUntil, hold.Reason, hold.Actor, now),
                isEngine && setbacks.Holds > 0 ? null : Closing(gate.Name));
        // Held again and again it is held for longer, whatever was told.
        var least = now + ModelRetries.Doubling(setbacks.Holds, isEngine ? 15 : 1);
        var until = hold.Until < least ? least : hold.Until;
        var closed = Close(gate, until, hold.QuietUntil, hold.Reason, hold.Actor, now) with
        {
            Setbacks = setbacks with { Count = setbacks.Count == 0 ? 1 : setbacks.Count, Holds = setbacks.Holds + 1, At = now },
        };
        return new GateStep(closed, isEngine && setbacks.Holds > 0 ? null : Closing(gate.Name));
    }

    /// <summary>Its time has passed. After a provider's limit, and where a broken engine is tried, few runs at first.</summary>
    public static GateStep? OpenByTime(GateState gate, DateTimeOffset now)
    {
        if (!gate.Closed || gate.IsClosed(now))
            return null;
        var isTried = IsEngine(gate.Name) && gate.Actor == "gateway" && gate.Setbacks is { Holds: > 0 };
        var opened = Open(gate, "gateway", now) with
        {
            Setbacks = gate.Setbacks,
            QuietUntil = gate.QuietUntil,
            RampFrom = gate.Actor == "provider" || isTried ? now : null,
        };
        return new GateStep(opened, isTried ? null : Opening(gate.Name));
    }

    /// <summary>A start is taken from the rate.</summary>
    public static GateStep? Start(GateState inForce, GateState? stored, DateTimeOffset now)
    {
        if (inForce.Rate is not { } rate)
            return null;
        var from = stored?.ArrivesAt is { } arrives && arrives > now && ModelGates.IsOfThisClock(rate, arrives, now) ? arrives : now;
        return new GateStep((stored ?? new GateState { Name = inForce.Name }) with { ArrivesAt = from + ModelGates.Interval(rate) }, null);
    }

    public static GateStep? GiveBack(GateState inForce, GateState? stored) =>
        inForce.Rate is { } rate && stored?.ArrivesAt is { } arrives
            ? new GateStep(stored with { ArrivesAt = arrives - ModelGates.Interval(rate) }, null)
            : null;

    /// <summary>Throttles lower the number of runs by three tenths, good endings raise it one by one.</summary>
    /// <param name="leases">That name the gate, the ended one among them.</param>
    public static GateStep? Adapt(GateState? stored, string name, int? limit, EndingClass ending, int leases, DateTimeOffset now)
    {
        var gate = stored ?? new GateState { Name = name };
        if (ending == EndingClass.Throttled)
        {
            // Those that were throttled together are one sign.
            if (gate.Adaptive is { } recent && now < recent.CutAt.AddSeconds(5))
                return null;
            var ceiling = Math.Max(1, limit ?? Math.Max(leases, gate.Adaptive?.Ceiling ?? 1));
            var from = Math.Min(Math.Max(1, leases), gate.Adaptive?.Current ?? ceiling);
            var cut = new AdaptiveLimit(Math.Max(1, from * 0.7), ceiling, now);
            var isTold = gate.Adaptive is not { } before || Math.Floor(cut.Current) < Math.Floor(before.Current);
            return cut == gate.Adaptive ? null : new GateStep(gate with { Adaptive = cut }, isTold ? EventTypes.GateChanged : null);
        }

        if (ending != EndingClass.Succeeded || gate.Adaptive is not { } adaptive)
            return null;
        var grown = adaptive.Current + (1 / adaptive.Current);
        return grown < adaptive.Ceiling
            ? new GateStep(gate with { Adaptive = adaptive with { Current = grown } }, null)
            : new GateStep(gate with { Adaptive = null }, EventTypes.GateChanged);
    }

    /// <summary>Throttles in a row make a growing pause, an answer of the provider ends it.</summary>
    public static GateStep? Answered(GateState? stored, string name, DateTimeOffset? began, EndingClass ending, DateTimeOffset now)
    {
        if (ending is EndingClass.Succeeded or EndingClass.Turns or EndingClass.Budget)
            return stored?.Setbacks is null ? null : Recover(stored, now);
        var gate = stored ?? new GateState { Name = name };
        var setbacks = gate.Setbacks ?? None;
        // A run from before the latest one was side by side with it.
        if (ending != EndingClass.Throttled || (setbacks.Count > 0 && began <= setbacks.At))
            return null;
        return new GateStep(gate with
        {
            Setbacks = setbacks with
            {
                Count = setbacks.Count + 1,
                At = now,
                Until = setbacks.Count == 0 ? null : now + ModelRetries.Doubling(setbacks.Count - 1, 1),
            },
        }, null);
    }

    /// <summary>Whether the engine is to blame: its program says so, or three tasks in a row say it, or it was held before.</summary>
    public static bool IsEngineDown(GateState? stored, RunFinished finished) => finished.EngineFault switch
    {
        EngineFault.Certain => true,
        EngineFault.Suspected => stored?.Setbacks is { Holds: > 0 } || Blamers(stored, finished).Count >= 3,
        _ => false,
    };

    public static GateStep? OfEngine(GateState? stored, string name, RunFinished finished)
    {
        if (finished.EngineFault == EngineFault.None)
        {
            var saysNothing = finished.Ending.Class is EndingClass.Cancelled or EndingClass.Drained or EndingClass.Lost
                or EndingClass.EngineMissing or EndingClass.Oom or EndingClass.Stalled or EndingClass.Invalid;
            return stored?.Setbacks is null || saysNothing ? null : Recover(stored, finished.Now);
        }

        var gate = stored ?? new GateState { Name = name };
        if (gate.IsClosed(finished.Now))
            return null;
        var setbacks = gate.Setbacks ?? None;
        var blamed = gate with
        {
            Setbacks = setbacks with { Count = setbacks.Count + 1, At = finished.Now, Tasks = Blamers(stored, finished) },
        };
        if (!IsEngineDown(stored, finished))
            return new GateStep(blamed, null);
        var isCertain = finished.EngineFault == EngineFault.Certain;
        var what = isCertain ? "the engine cannot run" : "3 tasks in a row could not run";
        var cure = isCertain && finished.EngineCure is { } phrase ? phrase + "; " : "";
        var said = finished.Ending.Message.Trim().TrimEnd('.');
        return Hold(blamed, new GateHold(name, finished.Now, $"{what} ({said}); {cure}it is tried again by itself, ever more rarely",
            "gateway"), finished.Now);
    }

    /// <summary>A good run. An engine the gateway held is open again; what somebody else closed stays closed.</summary>
    private static GateStep Recover(GateState gate, DateTimeOffset now) =>
        IsEngine(gate.Name) && gate.Setbacks is { Holds: > 0 } && gate.Actor == "gateway"
            ? new GateStep(Open(gate, "gateway", now), EventTypes.GateOpened)
            : new GateStep(gate with { Setbacks = null }, null);

    /// <summary>The latest three, each once.</summary>
    private static List<string> Blamers(GateState? stored, RunFinished finished) =>
        [.. (stored?.Setbacks?.Tasks ?? []).Where(task => task != finished.TaskId).TakeLast(2), finished.TaskId];

    private static bool IsEngine(string name) => name.StartsWith("engine:", StringComparison.Ordinal);

    /// <summary>Who began before the gate was opened tells of what was then.</summary>
    private static bool IsOlderThanTheOpening(GateState? stored, DateTimeOffset? began) =>
        stored is { Closed: false, Since: not null } && began < stored.Since;

    private static GateState Close(GateState gate, DateTimeOffset? until, DateTimeOffset? quietUntil, string reason, string actor,
        DateTimeOffset now) => gate with
    {
        Closed = true,
        ClosedUntil = until,
        QuietUntil = quietUntil,
        RampFrom = null,
        Reason = reason,
        Actor = actor,
        Since = now,
    };

    private static GateState Open(GateState gate, string actor, DateTimeOffset now) => gate with
    {
        Closed = false,
        ClosedUntil = null,
        QuietUntil = null,
        Reason = null,
        Actor = actor,
        Since = now,
        Setbacks = null,
    };

    private static string Closing(string name) => name == "queue" ? EventTypes.QueuePaused : EventTypes.GateClosed;

    private static string Opening(string name) => name == "queue" ? EventTypes.QueueResumed : EventTypes.GateOpened;
}
