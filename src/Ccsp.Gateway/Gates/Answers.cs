using System.Globalization;

namespace Ccsp.Gateway.Gates;

/// <summary>One answer for each kind of limit a gate may have; null when it has no such limit. Pure.</summary>
internal static class Answers
{
    public static GateAnswer? OfHold(GateQuestion asked)
    {
        if (!asked.State.IsClosedAt(asked.Now))
            return null;
        var until = asked.State.ClosedUntil is { } time ? $"until {Time(time)}" : "until someone opens it";
        if (GateNames.IsEngine(asked.Gate) && asked.State.Actor == GateActors.Gateway)
            return OfBrokenEngine(asked, until);
        return asked.Refuses(GateKind.Hold, $"{asked.Gate} is closed by {asked.State.Actor} {until}: {asked.State.Reason}",
            asked.State.ClosedUntil, CommandHints.Lift(asked.State)) with { NeedsAction = asked.State.ClosedUntil is null };
    }

    public static GateAnswer? OfQuiet(GateQuestion asked) => asked.CanWait && asked.State.QuietUntil is { } until && until > asked.Now
        ? asked.Refuses(GateKind.Hold,
        $"{asked.Gate} was limited by its provider and lets normal and low tasks pass after the quiet hours, at {Time(until)}", until,
            CommandHints.Open(asked.Gate))
        : null;

    /// <summary>The window that refuses longest, or the fullest one.</summary>
    public static GateAnswer? OfQuota(GateQuestion asked)
    {
        var current = (asked.State.Windows ?? Empty).Where(window => window.Value.IsCurrentAt(asked.Now))
            .OrderByDescending(window => window.Value.ResetsAt).ThenBy(window => window.Key, StringComparer.Ordinal).ToList();
        if (current.Count == 0)
            return null;
        var answers = current.Select(window => OfWindow(asked, window.Key, window.Value)).ToList();
        return answers.FirstOrDefault(answer => !answer.Admits) ?? answers[0];
    }

    public static GateAnswer? OfPause(GateQuestion asked)
    {
        if (asked.State.Setbacks is not { Until: { } until } setbacks || until <= asked.Now)
            return null;
        var said = string.Create(CultureInfo.InvariantCulture,
            $"{asked.Gate} was throttled {setbacks.Count} times in a row and waits until {Time(until)}");
        return asked.Refuses(GateKind.Pause, said, until, CommandHints.Open(asked.Gate));
    }

    public static GateAnswer? OfConcurrency(GateQuestion asked)
    {
        if (asked.State.Limit is not { } most)
            return null;
        if (most == 0)
            return asked.RefusesUntilActed(GateKind.Concurrency, $"{asked.Gate} lets no run in: its limit is 0",
                CommandHints.Limit(asked.Gate));
        var said = string.Create(CultureInfo.InvariantCulture, $"{asked.Gate} has {asked.Leases} of {most} runs");
        return asked.Leases < most ? asked.Admits(GateKind.Concurrency, said) : asked.Refuses(GateKind.Concurrency, said);
    }

    public static GateAnswer? OfNarrowed(GateQuestion asked)
    {
        if (asked.State.Narrowed is not { } narrowed || !narrowed.IsInForceAt(asked.Now))
            return null;
        var said = string.Create(CultureInfo.InvariantCulture,
            $"{asked.Gate} has {asked.Leases} of {narrowed.Limit} runs for now: {narrowed.Reason}");
        return asked.Leases < narrowed.Limit ? asked.Admits(GateKind.Narrowed, said)
            : asked.Refuses(GateKind.Narrowed, said, narrowed.Until);
    }

    public static GateAnswer? OfAdaptive(GateQuestion asked)
    {
        if (asked.State.Adaptive is not { } adaptive)
            return null;
        var said = string.Create(CultureInfo.InvariantCulture,
            $"{asked.Gate} has {asked.Leases} of {adaptive.Limit} runs since its provider throttled it at {Time(adaptive.CutAt)}");
        return asked.Leases < adaptive.Limit ? asked.Admits(GateKind.Adaptive, said) : asked.Refuses(GateKind.Adaptive, said);
    }

    public static GateAnswer? OfRamp(GateQuestion asked)
    {
        if (asked.State.RampFrom is not { } from || asked.Now - from >= asked.Rules.RampFor)
            return null;
        var steps = (int)Math.Max(0, (asked.Now - from) / asked.Rules.RampStep);
        var said = string.Create(CultureInfo.InvariantCulture,
            $"{asked.Gate} opened at {Time(from)} and lets {steps + 1} runs in by now; it has {asked.Leases}");
        return asked.Leases <= steps
            ? asked.Admits(GateKind.Ramp, said)
            : asked.Refuses(GateKind.Ramp, said, from + ((steps + 1) * asked.Rules.RampStep));
    }

    public static GateAnswer? OfRate(GateQuestion asked)
    {
        if (asked.State.Rate is not { } rate)
            return null;
        var next = rate.NextAt(asked.State.ArrivesAt, asked.Now);
        return next <= asked.Now
            ? asked.Admits(GateKind.Rate, $"{asked.Gate} allows {rate}")
            : asked.Refuses(GateKind.Rate, $"{asked.Gate} allows {rate}; the next start is due at {Time(next)}", next,
            CommandHints.Rate(asked.Gate));
    }

    private static readonly IReadOnlyDictionary<string, QuotaWindow> Empty = new Dictionary<string, QuotaWindow>();

    /// <summary>Then one task tries it, and it closes again unless its program runs: opening alone cures nothing.</summary>
    private static GateAnswer OfBrokenEngine(GateQuestion asked, string until) =>
        asked.Refuses(GateKind.Hold, $"{asked.Gate} is closed by {asked.State.Actor} {until}, when one task tries it: {asked.State.Reason}",
            asked.State.ClosedUntil, CommandHints.Lift(asked.State)) with { NeedsAction = true };

    private static GateAnswer OfWindow(GateQuestion asked, string name, QuotaWindow window)
    {
        var resets = window.ResetsAt is { } time ? $", which resets at {Time(time)}{(window.Source == "estimated" ? " (estimated)" : "")}"
            : "";
        if (window.Exhausted)
            return asked.Refuses(GateKind.Quota, $"{asked.Gate} has used up its window {name}{resets}", window.EndsAt,
                CommandHints.Open(asked.Gate));
        var said = string.Create(CultureInfo.InvariantCulture,
            $"{asked.Gate} has used {window.Utilization:P0} of its window {name}{resets}");
        var headroom = asked.State.Headroom ?? asked.Rules.Headroom;
        var most = asked.PriorityClass switch { Contracts.Priority.Normal => headroom.Normal, Contracts.Priority.Low => headroom.Low,
            _ => double.MaxValue };
        var harvest = window.ResetsAt - asked.Rules.Harvest;
        if (window.Utilization is not { } used || used < most || harvest <= asked.Now)
            return asked.Admits(GateKind.Quota, said);
        var kept = string.Create(CultureInfo.InvariantCulture,
            $"{said}; {Contracts.EnumNames<Contracts.Priority>.Of(asked.PriorityClass)} tasks may use {most:P0}");
        return asked.Refuses(GateKind.Quota, kept, harvest ?? window.EndsAt, CommandHints.Headroom(asked.Gate, asked.PriorityClass));
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);
}
