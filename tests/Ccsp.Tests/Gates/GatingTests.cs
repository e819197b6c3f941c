using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Gates;

/// <summary>How a stored gate changes, rule by rule and at the boundary of each.</summary>
public sealed class GatingTests
{
    private static readonly RateLimit PerSecond = new(60, 1);

    private static DateTimeOffset Noon => SampleTasks.Noon;

    [Fact]
    public void New_limits_keep_what_was_started_under_the_rate_and_forget_it_without_one()
    {
        var gate = new GateState { Name = "group:g", Limit = 9, Rate = PerSecond, ArrivesAt = Noon.AddSeconds(5) };

        var faster = State(Gating.Change(gate, Limit(new GateLimits { Rate = new RateLimit(120, 3) })));
        Assert.Equal((null, new RateLimit(120, 3), Noon.AddSeconds(5)), (faster.Limit, faster.Rate, faster.ArrivesAt));

        var none = State(Gating.Change(gate, Limit(new GateLimits { Limit = 2 })));
        Assert.Equal((2, null, null), (none.Limit, none.Rate, none.ArrivesAt));
    }

    [Fact]
    public void Whoever_opens_lifts_the_hold_the_ramp_the_quiet_hours_the_setbacks_and_used_up_windows()
    {
        var gate = new GateState
        {
            Name = "profile:p", Limit = 3, Closed = true, ClosedUntil = Noon.AddHours(1), QuietUntil = Noon.AddHours(2), Reason = "r",
            Actor = GateActors.Provider, RampFrom = Noon, Setbacks = Setbacks.None.Held(Noon),
            Windows = new Dictionary<string, QuotaWindow>
            {
                ["full"] = new(1, Noon.AddHours(1), true, "event", Noon),
                ["half"] = new(0.5, Noon.AddHours(1), false, "event", Noon),
            },
        };

        var step = Gating.Change(gate, new GateChange.Open("profile:p", "anna", Noon.AddMinutes(1)))!.Value;

        Assert.Equal(EventTypes.GateOpened, step.Event);
        Assert.Equal(["half"], step.State.Windows!.Keys);
        Assert.Equal(new GateState { Name = "profile:p", Limit = 3, Actor = "anna", Since = Noon.AddMinutes(1) },
            step.State with { Windows = null });
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void A_run_from_before_the_opening_closes_nothing(int seconds, bool closes)
    {
        var opened = new GateState { Name = "profile:p", Since = Noon };
        var began = Noon.AddSeconds(seconds);
        var close = new GateChange.Close("profile:p", null, "r", GateActors.Provider, Noon.AddMinutes(1)) { Began = began };
        var hold = new GateHold("profile:p", null, "r", GateActors.Provider) { Began = began };

        Assert.Equal(closes, Gating.Change(opened, close) is not null);
        Assert.Equal(closes, Gating.Hold(opened, hold, Noon.AddMinutes(1)) is not null);
    }

    [Theory]
    [InlineData(null, 60, false)]
    [InlineData(59, 60, true)]
    [InlineData(60, 60, false)]
    [InlineData(61, 60, false)]
    [InlineData(0, 60, true)]
    [InlineData(60, null, true)]
    public void A_hold_is_only_made_longer(int? standsFor, int? asksFor, bool changes)
    {
        var held = new GateState { Name = "profile:p", Closed = true, ClosedUntil = Noon.AddSeconds(standsFor ?? 0), Since = Noon };
        if (standsFor is null)
            held = held with { ClosedUntil = null };
        DateTimeOffset? until = asksFor is { } seconds ? Noon.AddSeconds(seconds) : null;

        var step = Gating.Hold(held, new GateHold("profile:p", until, "r", GateActors.Provider), Noon);

        Assert.Equal(changes, step is not null);
        if (step is not null)
            Assert.Equal((true, until), (step.Value.State.Closed, step.Value.State.ClosedUntil));
    }

    [Fact]
    public void Holds_in_a_row_last_ever_longer_and_those_side_by_side_count_once()
    {
        var hold = new GateHold("profile:p", Noon, "r", GateActors.Provider);
        var first = State(Gating.Hold(null, hold, Noon));
        Assert.Equal((Noon.AddSeconds(1), 1), (first.ClosedUntil, first.Setbacks!.Holds));

        var beside = State(Gating.Hold(first, hold with { Until = Noon.AddSeconds(9) }, Noon));
        Assert.Equal((Noon.AddSeconds(9), 1), (beside.ClosedUntil, beside.Setbacks!.Holds));

        var next = State(Gating.Hold(first, hold, Noon.AddSeconds(1)));
        Assert.Equal((Noon.AddSeconds(3), 2), (next.ClosedUntil, next.Setbacks!.Holds));

        var later = State(Gating.Hold(first, hold with { Until = Noon.AddHours(1) }, Noon.AddSeconds(1)));
        Assert.Equal(Noon.AddHours(1), later.ClosedUntil);
    }

    [Theory]
    [InlineData(-1, GateActors.Provider, false, false)]
    [InlineData(0, GateActors.Provider, true, true)]
    [InlineData(0, "anna", true, false)]
    public void A_gate_opens_when_its_time_has_come_and_a_providers_one_slowly(int milliseconds, string actor, bool opens, bool ramps)
    {
        var closed = new GateState { Name = "profile:p", Closed = true, ClosedUntil = Noon, QuietUntil = Noon.AddHours(1), Actor = actor };
        var now = Noon.AddMilliseconds(milliseconds);

        var step = Gating.OpenByTime(closed, now);

        Assert.Equal(opens, step is not null);
        if (step is not null)
            Assert.Equal((false, ramps ? now : (DateTimeOffset?)null, Noon.AddHours(1), GateActors.Gateway),
                (step.Value.State.Closed, step.Value.State.RampFrom, step.Value.State.QuietUntil, step.Value.State.Actor));
    }

    [Fact]
    public void An_engine_that_was_held_is_tried_with_one_run_and_told_only_when_it_recovered()
    {
        var first = Gating.Hold(null, new GateHold("engine:e", Noon, "r", GateActors.Gateway), Noon)!.Value;
        Assert.Equal((EventTypes.GateClosed, Noon.AddSeconds(15)), (first.Event, first.State.ClosedUntil));

        var tried = Gating.OpenByTime(first.State, Noon.AddSeconds(15))!.Value;
        Assert.Equal((null, Noon.AddSeconds(15), 1), (tried.Event, tried.State.RampFrom, tried.State.Setbacks!.Holds));

        var again = Gating.Hold(tried.State, new GateHold("engine:e", Noon, "r", GateActors.Gateway), Noon.AddSeconds(20))!.Value;
        Assert.Equal((null, Noon.AddSeconds(50)), (again.Event, again.State.ClosedUntil));

        var recovered = Gating.Recovered(again.State, Noon.AddSeconds(51));
        Assert.Equal((EventTypes.GateOpened, false, null), (recovered.Event, recovered.State.Closed, recovered.State.Setbacks));

        var byAnna = Gating.Recovered(again.State with { Actor = "anna" }, Noon.AddSeconds(51));
        Assert.Equal((null, true, null), (byAnna.Event, byAnna.State.Closed, byAnna.State.Setbacks));
    }

    [Fact]
    public void A_start_takes_its_share_of_the_rate_and_one_that_never_ran_gives_it_back()
    {
        var inForce = new GateState { Name = "group:g", Rate = PerSecond };
        Assert.Null(Gating.Take(new GateState { Name = "group:g" }, null, "group:g", Noon));
        Assert.Null(Gating.GiveBack(new GateState { Name = "group:g" }, inForce with { ArrivesAt = Noon }));
        Assert.Null(Gating.GiveBack(inForce, null));

        var taken = State(Gating.Take(inForce, null, "group:g", Noon));
        // The rate of the configuration is not stored with the gate.
        Assert.Equal((Noon.AddSeconds(1), null), (taken.ArrivesAt, taken.Rate));
        Assert.Equal(Noon.AddSeconds(2), State(Gating.Take(inForce, taken, "group:g", Noon)).ArrivesAt);
        Assert.Equal(Noon, State(Gating.GiveBack(inForce, taken)).ArrivesAt);
    }

    [Fact]
    public void What_was_heard_last_of_a_window_counts_and_the_same_figure_is_no_news()
    {
        var known = new GateState { Name = "profile:p", Windows = Windows("w", 0.5, Noon) };

        Assert.Null(Gating.Observe(known, "profile:p", Windows("w", 0.5, Noon.AddMinutes(1))));
        Assert.Null(Gating.Observe(known, "profile:p", Windows("w", 0.6, Noon.AddMilliseconds(-1))));
        Assert.Equal(0.6, State(Gating.Observe(known, "profile:p", Windows("w", 0.6, Noon))).Windows!["w"].Utilization);
        Assert.Equal(["v", "w"], State(Gating.Observe(known, "profile:p", Windows("v", 0.1, Noon))).Windows!.Keys.Order());
    }

    [Fact]
    public void Throttles_in_a_row_make_a_pause_and_an_answer_ends_it()
    {
        var one = State(Gating.Settle(null, "profile:p", Noon, EndingClass.Throttled, Noon));
        Assert.Equal((1, null), (one.Setbacks!.Count, one.Setbacks.Until));
        // It ran beside the first.
        Assert.Null(Gating.Settle(one, "profile:p", Noon, EndingClass.Throttled, Noon.AddSeconds(9)));
        var two = State(Gating.Settle(one, "profile:p", Noon.AddSeconds(1), EndingClass.Throttled, Noon.AddSeconds(9)));
        Assert.Equal((2, Noon.AddSeconds(10)), (two.Setbacks!.Count, two.Setbacks.Until));
        var three = State(Gating.Settle(two, "profile:p", Noon.AddSeconds(10), EndingClass.Throttled, Noon.AddSeconds(20)));
        Assert.Equal(Noon.AddSeconds(22), three.Setbacks!.Until);

        Assert.Null(Gating.Settle(three, "profile:p", Noon, EndingClass.Crashed, Noon.AddSeconds(30)));
        foreach (var answer in (EndingClass[])[EndingClass.Succeeded, EndingClass.Turns, EndingClass.Budget])
            Assert.Null(State(Gating.Settle(three, "profile:p", Noon, answer, Noon.AddSeconds(30))).Setbacks);
        Assert.Null(Gating.Settle(null, "profile:p", Noon, EndingClass.Succeeded, Noon));
    }

    private static GateChange.Limit Limit(GateLimits limits) => new("group:g", limits, "anna", Noon);

    private static Dictionary<string, QuotaWindow> Windows(string name, double used, DateTimeOffset seen) =>
        new() { [name] = new QuotaWindow(used, Noon.AddHours(3), false, "event", seen) };

    private static GateState State(GateStep? step) => Assert.IsType<GateStep>(step).State;
}
