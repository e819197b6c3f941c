using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Gates;

/// <summary>What a gate says of itself to whoever asks why a task waits.</summary>
public sealed class GateSentencesTests
{
    private static readonly GateState Gate = new() { Name = "profile:p", Actor = "anna", Reason = "r" };

    private static DateTimeOffset Noon => SampleTasks.Noon;

    [Fact]
    public void Only_an_engine_that_the_gateway_closed_is_tried_again()
    {
        const string plain = "is closed by gateway until 2026-03-01 13:00:00Z: r";
        var closed = Gate with { Closed = true, ClosedUntil = Noon.AddHours(1), Actor = GateActors.Gateway };
        Assert.Equal($"profile:p {plain}", Only(closed).Reason);
        Assert.Equal("engine:e is closed by gateway until 2026-03-01 13:00:00Z, when one task tries it: r",
            Only(closed with { Name = "engine:e" }).Reason);
        Assert.Equal("engine:e is closed by anna until 2026-03-01 13:00:00Z: r",
            Only(closed with { Name = "engine:e", Actor = "anna" }).Reason);
    }

    [Fact]
    public void The_quiet_hours_a_pause_and_fewer_runs_say_why()
    {
        Assert.Equal("profile:p was limited by its provider and lets normal and low tasks pass after the quiet hours, at "
            + "2026-03-01 13:00:00Z", Only(Gate with { QuietUntil = Noon.AddHours(1) }).Reason);
        var paused = Only(Gate with { Setbacks = new Setbacks(2, 0, Noon, Noon.AddSeconds(1), []) });
        Assert.Equal(("profile:p was throttled 2 times in a row and waits until 2026-03-01 12:00:01Z", "ccsp gates open profile:p"),
            (paused.Reason, paused.Action));
        Assert.Equal("profile:p has 1 of 1 runs for now: login", Only(Gate with { Narrowed = new Narrowed(1, null, "login") }, 1).Reason);
        Assert.Equal("profile:p has 1 of 2 runs since its provider throttled it at 2026-03-01 12:00:00Z",
            Only(Gate with { Adaptive = new AdaptiveLimit(2.5, 9, Noon) }, 1).Reason);
        Assert.Equal("profile:p opened at 2026-03-01 12:00:00Z and lets 1 runs in by now; it has 1",
            Only(Gate with { RampFrom = Noon }, 1).Reason);
        Assert.Equal("profile:p allows 60 starts a minute, 1 at once; the next start is due at 2026-03-01 12:00:01Z",
            Only(Gate with { Rate = new RateLimit(60, 1), ArrivesAt = Noon.AddSeconds(1) }).Reason);
        Assert.Equal("profile:p has 1 of 3 runs", Only(Gate with { Limit = 3 }, 1).Reason);
        Assert.Equal("profile:p is open", Only(Gate).Reason);
    }

    [Fact]
    public void A_window_tells_its_use_its_end_and_what_is_kept_back()
    {
        var half = new QuotaWindow(0.5, Noon.AddHours(2), false, "event", Noon);
        Assert.Equal("profile:p has used 50 % of its window w, which resets at 2026-03-01 14:00:00Z", Reason(half));
        Assert.Equal("profile:p has used 50 % of its window w, which resets at 2026-03-01 14:00:00Z (estimated)",
            Reason(half with { Source = "estimated" }));
        Assert.Equal("profile:p has used 50 % of its window w", Reason(half with { ResetsAt = null }));
        Assert.Equal("profile:p has used up its window w, which resets at 2026-03-01 14:00:00Z", Reason(half with { Exhausted = true }));
        Assert.Equal("profile:p has used 95 % of its window w, which resets at 2026-03-01 14:00:00Z; normal tasks may use 90 %",
            Reason(half with { Utilization = 0.95 }));
        // Nobody told its end: what is kept back is kept for an hour.
        Assert.Equal(Noon.AddHours(1), Only(Windows(("w", half with { Utilization = 0.95, ResetsAt = null }))).OpensAt);
        Assert.True(Only(Windows(("w", half with { Utilization = null }))).Admits);

        string Reason(QuotaWindow window) => Only(Windows(("w", window))).Reason;
    }

    [Fact]
    public void Of_several_windows_the_one_that_refuses_longest_is_told_else_the_one_that_ends_last()
    {
        var half = new QuotaWindow(0.5, Noon.AddHours(2), false, "event", Noon);
        Assert.Contains("window v", Only(Windows(("w", half), ("v", half))).Reason, StringComparison.Ordinal);
        Assert.Contains("window w", Only(Windows(("w", half with { ResetsAt = Noon.AddHours(3) }), ("v", half))).Reason,
            StringComparison.Ordinal);
        Assert.Contains("window v", Only(Windows(("w", half with { ResetsAt = Noon.AddHours(3) }), ("v", half with { Exhausted = true })))
            .Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_throttle_cuts_what_is_in_force_and_growth_ends_at_the_ceiling()
    {
        var limit = new AdaptiveLimit(2, 9, Noon.AddMinutes(-1));
        // Ten run still from before: the limit is cut, not they.
        Assert.Equal((1.4, 9), (AdaptiveLimit.Cut(limit, 9, 10, Noon).Current, AdaptiveLimit.Cut(limit, 9, 10, Noon).Ceiling));
        Assert.Equal((1, 1), (AdaptiveLimit.Cut(null, 0, 0, Noon).Limit, AdaptiveLimit.Cut(null, 0, 0, Noon).Ceiling));
        Assert.Equal(9, AdaptiveLimit.Cut(limit, null, 3, Noon).Ceiling);
        Assert.Null(new AdaptiveLimit(1, 2, Noon).Grow());
        Assert.Equal(2.5, new AdaptiveLimit(2, 3, Noon).Grow()!.Current);
    }

    private static GateState Windows(params (string Name, QuotaWindow Window)[] windows) =>
        Gate with { Windows = windows.ToDictionary(pair => pair.Name, pair => pair.Window) };

    private static GateAnswer Only(GateState gate, int leases = 0) =>
        Assert.Single(Admit.All(gate.Name, gate, leases, Priority.Normal, Noon, GateRules.Default));
}
