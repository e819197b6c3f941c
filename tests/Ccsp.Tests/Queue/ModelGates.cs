using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Gates;

namespace Ccsp.Tests.Queue;

/// <summary>What a gate says to a task that wants to pass: one answer for each limit it has.</summary>
internal static class ModelGates
{
    /// <summary>Stored limits go before configured ones; a directory and a conversation have one run at a time without either.</summary>
    public static GateState InForce(string name, GateState? stored, GateRules rules)
    {
        var state = stored ?? new GateState { Name = name };
        var configured = rules.Limits.TryGetValue(name, out var limits) ? limits : new GateLimits();
        var alone = name.StartsWith("dir:", StringComparison.Ordinal) || name.StartsWith("conversation:", StringComparison.Ordinal);
        return state with
        {
            Limit = state.Limit ?? configured.Limit ?? (alone ? 1 : null),
            Rate = state.Rate ?? configured.Rate,
            Headroom = state.Headroom ?? configured.Headroom,
        };
    }

    public static bool IsClosed(this GateState? gate, DateTimeOffset now) => gate is { Closed: true } && !(gate.ClosedUntil <= now);

    /// <summary>A window whose end nobody told is trusted for an hour.</summary>
    public static DateTimeOffset EndOf(QuotaWindow window) => window.ResetsAt ?? window.SeenAt + TimeSpan.FromHours(1);

    public static TimeSpan Interval(RateLimit rate) => TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(60_000 / rate.PerMinute)));

    /// <summary>No start moves the figure further ahead than a whole burst; if it is, the clock was set back.</summary>
    public static bool IsOfThisClock(RateLimit rate, DateTimeOffset arrivesAt, DateTimeOffset now) =>
        arrivesAt <= now + (rate.Burst * Interval(rate));

    public static GateAnswer? Refusal(GateState gate, int leases, Priority priorityClass, DateTimeOffset now, GateRules rules) =>
        All(gate, leases, priorityClass, now, rules).Find(answer => !answer.Admits);

    /// <summary>In the order in which they are told; none when nothing limits it.</summary>
    public static List<GateAnswer> All(GateState gate, int leases, Priority priorityClass, DateTimeOffset now, GateRules rules)
    {
        List<GateAnswer> answers = [];
        void Say(GateKind kind, bool admits, string reason, DateTimeOffset? opensAt = null, string? action = null, bool acts = false) =>
            answers.Add(admits ? new GateAnswer(gate.Name, kind, true, reason, null, null)
                : new GateAnswer(gate.Name, kind, false, reason, opensAt, action) { NeedsAction = acts });
        var canWait = priorityClass is Priority.Normal or Priority.Low;

        if (gate.IsClosed(now))
        {
            var until = gate.ClosedUntil is { } time ? $"until {Text(time)}" : "until someone opens it";
            var isBroken = gate.Name.StartsWith("engine:", StringComparison.Ordinal) && gate.Actor == "gateway";
            Say(GateKind.Hold, false,
                $"{gate.Name} is closed by {gate.Actor} {until}{(isBroken ? ", when one task tries it" : "")}: {gate.Reason}",
                gate.ClosedUntil, Cure(gate), isBroken || gate.ClosedUntil is null);
        }

        if (canWait && gate.QuietUntil is { } quiet && quiet > now)
            Say(GateKind.Hold, false,
                $"{gate.Name} was limited by its provider and lets normal and low tasks pass after the quiet hours, at {Text(quiet)}",
                quiet, Opening(gate.Name));

        var windows = (gate.Windows ?? new Dictionary<string, QuotaWindow>()).Where(window => EndOf(window.Value) > now)
            .OrderByDescending(window => window.Value.ResetsAt).ThenBy(window => window.Key, StringComparer.Ordinal)
            .Select(window => OfWindow(gate, window.Key, window.Value, priorityClass, now, rules)).ToList();
        if ((windows.Find(answer => !answer.Admits) ?? windows.FirstOrDefault()) is { } ofWindows)
            answers.Add(ofWindows);

        if (gate.Setbacks is { Until: { } pause } setbacks && pause > now)
            Say(GateKind.Pause, false, $"{gate.Name} was throttled {setbacks.Count} times in a row and waits until {Text(pause)}", pause,
                Opening(gate.Name));

        if (gate.Limit == 0)
            Say(GateKind.Concurrency, false, $"{gate.Name} lets no run in: its limit is 0", null,
                $"ccsp gates limit {Quoted(gate.Name)} 1", acts: true);
        else if (gate.Limit is { } limit)
            Say(GateKind.Concurrency, leases < limit, $"{gate.Name} has {leases} of {limit} runs");

        if (gate.Narrowed is { } narrowed && !(narrowed.Until <= now))
            Say(GateKind.Narrowed, leases < narrowed.Limit,
                $"{gate.Name} has {leases} of {narrowed.Limit} runs for now: {narrowed.Reason}", narrowed.Until);

        if (gate.Adaptive is { } adaptive)
            Say(GateKind.Adaptive, leases < Math.Floor(adaptive.Current),
                $"{gate.Name} has {leases} of {Math.Floor(adaptive.Current)} runs since its provider throttled it at "
                + Text(adaptive.CutAt));

        if (gate.RampFrom is { } from && now < from + rules.RampFor)
        {
            var steps = now <= from ? 0 : (int)((now - from).Ticks / rules.RampStep.Ticks);
            Say(GateKind.Ramp, leases <= steps,
                $"{gate.Name} opened at {Text(from)} and lets {steps + 1} runs in by now; it has {leases}",
                from + ((steps + 1) * rules.RampStep));
        }

        if (gate.Rate is { } rate)
        {
            var next = gate.ArrivesAt is { } arrives && IsOfThisClock(rate, arrives, now)
                ? arrives - ((rate.Burst - 1) * Interval(rate))
                : now;
            var says = string.Create(CultureInfo.InvariantCulture,
                $"{gate.Name} allows {rate.PerMinute:0.##} starts a minute, {rate.Burst} at once");
            Say(GateKind.Rate, next <= now, next <= now ? says : $"{says}; the next start is due at {Text(next)}", next,
                $"ccsp gates limit {Quoted(gate.Name)} none --rate PER-MINUTE");
        }

        return answers;
    }

    /// <summary>What a part of the queue, or any gate, is opened with.</summary>
    public static string Opening(string gate) => gate.Split(':', 2) switch
    {
        ["queue"] => "ccsp queue resume",
        ["class", var priority] => $"ccsp queue resume --priority {Quoted(priority)}",
        ["group", var group] => $"ccsp queue resume --group {Quoted(group)}",
        _ => $"ccsp gates open {Quoted(gate)}",
    };

    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);

    private static string Cure(GateState gate)
    {
        if (gate.Actor == "gateway" && gate.Name.StartsWith("engine:", StringComparison.Ordinal))
            return "make its program run again, then " + Opening(gate.Name);
        return gate is { Actor: "provider", ClosedUntil: null }
            ? "sign in again or settle it with the provider, then " + Opening(gate.Name)
            : Opening(gate.Name);
    }

    private static GateAnswer OfWindow(GateState gate, string name, QuotaWindow window, Priority priorityClass, DateTimeOffset now,
        GateRules rules)
    {
        var resets = window.ResetsAt is not { } time ? ""
            : $", which resets at {Text(time)}" + (window.Source == "estimated" ? " (estimated)" : "");
        if (window.Exhausted)
            return new GateAnswer(gate.Name, GateKind.Quota, false, $"{gate.Name} has used up its window {name}{resets}", EndOf(window),
                Opening(gate.Name));
        var says = string.Create(CultureInfo.InvariantCulture,
            $"{gate.Name} has used {window.Utilization:P0} of its window {name}{resets}");
        var headroom = gate.Headroom ?? rules.Headroom;
        double? most = priorityClass switch { Priority.Normal => headroom.Normal, Priority.Low => headroom.Low, _ => null };
        // What is left shortly before the end would only expire.
        var harvest = window.ResetsAt - rules.Harvest;
        if (most is null || !(window.Utilization >= most) || harvest <= now)
            return new GateAnswer(gate.Name, GateKind.Quota, true, says, null, null);
        var kept = string.Create(CultureInfo.InvariantCulture,
            $"{says}; {EnumNames<Priority>.Of(priorityClass)} tasks may use {most:P0}");
        var option = priorityClass == Priority.Low ? "--low-up-to" : "--normal-up-to";
        return new GateAnswer(gate.Name, GateKind.Quota, false, kept, harvest ?? EndOf(window),
            $"ccsp gates limit {Quoted(gate.Name)} none {option} 1");
    }

    private static string Quoted(string word) =>
        word.All(letter => char.IsAsciiLetterOrDigit(letter) || "_-.:/@+,".Contains(letter, StringComparison.Ordinal))
            ? word
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
