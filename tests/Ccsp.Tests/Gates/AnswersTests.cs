using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Gates;

/// <summary>What each kind of limit says at its boundary: who is refused, and until when.</summary>
public sealed class AnswersTests
{
    private static readonly GateState Gate = new() { Name = "profile:p", Actor = "anna", Reason = "r" };

    private static DateTimeOffset Noon => SampleTasks.Noon;

    [Fact]
    public void A_hold_ends_with_its_time_and_without_one_needs_somebody()
    {
        Assert.Null(Refusal(Gate with { ClosedUntil = Noon.AddHours(1) }));
        Assert.Null(Refusal(Gate with { Closed = true, ClosedUntil = Noon }));
        Check(GateKind.Hold, Noon.AddMilliseconds(1), false, Gate with { Closed = true, ClosedUntil = Noon.AddMilliseconds(1) });
        Check(GateKind.Hold, null, true, Gate with { Closed = true });
    }

    [Theory]
    [InlineData(Priority.Urgent, false)]
    [InlineData(Priority.High, false)]
    [InlineData(Priority.Normal, true)]
    [InlineData(Priority.Low, true)]
    public void The_quiet_hours_hold_only_who_can_wait(Priority priority, bool waits)
    {
        var quiet = Gate with { QuietUntil = Noon.AddMilliseconds(1) };
        Assert.Equal(waits, Refusal(quiet, priority: priority) is { Kind: GateKind.Hold } refusal && refusal.OpensAt == quiet.QuietUntil);
        Assert.Null(Refusal(Gate with { QuietUntil = Noon }, priority: priority));
    }

    [Theory]
    [InlineData(Priority.Normal, 0.8999, 21, false)]
    [InlineData(Priority.Normal, 0.90, 21, true)]
    [InlineData(Priority.Normal, 0.90, 20, false)]
    [InlineData(Priority.Low, 0.7499, 21, false)]
    [InlineData(Priority.Low, 0.75, 21, true)]
    [InlineData(Priority.Low, 1.0, 20, false)]
    [InlineData(Priority.High, 1.0, 21, false)]
    [InlineData(Priority.Urgent, 1.0, 21, false)]
    public void A_window_keeps_its_rest_for_who_cannot_wait_until_shortly_before_its_end(Priority priority, double used, int minutes,
        bool refuses)
    {
        var gate = Gate with { Windows = Window(used, Noon.AddMinutes(minutes)) };
        if (refuses)
            Check(GateKind.Quota, Noon.AddMinutes(minutes - 20), false, gate, priority: priority);
        else
            Assert.Null(Refusal(gate, priority: priority));
        Assert.Null(Refusal(gate with { Headroom = new Headroom(1.1, 1.1) }, priority: priority));
    }

    [Fact]
    public void A_window_that_is_used_up_holds_everybody_until_it_starts_anew()
    {
        var full = Window(1, Noon.AddMilliseconds(1), exhausted: true);
        Check(GateKind.Quota, Noon.AddMilliseconds(1), false, Gate with { Windows = full }, priority: Priority.Urgent);
        Assert.Null(Refusal(Gate with { Windows = Window(1, Noon, exhausted: true) }));
        // Nobody told its end: it is trusted for an hour.
        var seen = new QuotaWindow(null, null, true, "event", Noon.AddHours(-1).AddMilliseconds(1));
        Check(GateKind.Quota, Noon.AddMilliseconds(1), false, Gate with { Windows = new Dictionary<string, QuotaWindow> { ["w"] = seen } });
        // Of several the one that holds longest is told.
        var two = new Dictionary<string, QuotaWindow>(full) { ["v"] = new(1, Noon.AddHours(2), true, "event", Noon) };
        Check(GateKind.Quota, Noon.AddHours(2), false, Gate with { Windows = two });
    }

    [Fact]
    public void A_pause_ends_with_its_time()
    {
        var paused = Gate with { Setbacks = new Setbacks(2, 0, Noon, Noon.AddMilliseconds(1), []) };
        Check(GateKind.Pause, Noon.AddMilliseconds(1), false, paused);
        Assert.Null(Refusal(paused, now: Noon.AddMilliseconds(1)));
        Assert.Null(Refusal(Gate with { Setbacks = new Setbacks(1, 0, Noon, null, []) }));
    }

    [Fact]
    public void Leases_are_counted_against_each_limit_of_their_number()
    {
        Assert.Null(Refusal(Gate with { Limit = 3 }, leases: 2));
        Check(GateKind.Concurrency, null, false, Gate with { Limit = 3 }, leases: 3);
        Check(GateKind.Concurrency, null, true, Gate with { Limit = 0 });

        var narrowed = Gate with { Narrowed = new Narrowed(1, Noon.AddMilliseconds(1), "login") };
        Assert.Null(Refusal(narrowed));
        Check(GateKind.Narrowed, Noon.AddMilliseconds(1), false, narrowed, leases: 1);
        Assert.Null(Refusal(narrowed, leases: 1, now: Noon.AddMilliseconds(1)));
        Check(GateKind.Narrowed, null, false, Gate with { Narrowed = new Narrowed(0, null, "login") });

        var adaptive = Gate with { Adaptive = new AdaptiveLimit(2.9, 9, Noon) };
        Assert.Null(Refusal(adaptive, leases: 1));
        Check(GateKind.Adaptive, null, false, adaptive, leases: 2);
    }

    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(0, 1, 2_000)]
    [InlineData(1_999, 1, 2_000)]
    [InlineData(2_000, 1, null)]
    [InlineData(2_000, 2, 4_000)]
    [InlineData(59_999, 30, 60_000)]
    [InlineData(60_000, 30, null)]
    public void After_a_providers_limit_one_more_is_let_in_every_two_seconds_for_a_minute(int sinceMs, int leases, int? opensMs)
    {
        var gate = Gate with { RampFrom = Noon };
        var now = Noon.AddMilliseconds(sinceMs);
        if (opensMs is { } opens)
            Check(GateKind.Ramp, Noon.AddMilliseconds(opens), false, gate, leases, now: now);
        else
            Assert.Null(Refusal(gate, leases, now: now));
    }

    [Fact]
    public void A_rate_tells_when_the_next_may_start()
    {
        var gate = Gate with { Rate = new RateLimit(60, 2), ArrivesAt = Noon.AddSeconds(1).AddMilliseconds(1) };
        Check(GateKind.Rate, Noon.AddMilliseconds(1), false, gate);
        Assert.Null(Refusal(gate, now: Noon.AddMilliseconds(1)));
        Assert.Null(Refusal(gate with { ArrivesAt = null }));
    }

    private static void Check(GateKind kind, DateTimeOffset? opensAt, bool needsAction, GateState gate, int leases = 0,
        Priority priority = Priority.Normal, DateTimeOffset? now = null)
    {
        var refusal = Assert.IsType<GateAnswer>(Refusal(gate, leases, priority, now));
        Assert.Equal(("profile:p", kind, opensAt, needsAction), (refusal.Gate, refusal.Kind, refusal.OpensAt, refusal.NeedsAction));
    }

    private static GateAnswer? Refusal(GateState gate, int leases = 0, Priority priority = Priority.Normal, DateTimeOffset? now = null) =>
        Admit.Refusal(new GateQuestion(gate, leases, priority, now ?? Noon, GateRules.Default));

    private static Dictionary<string, QuotaWindow> Window(double used, DateTimeOffset resets, bool exhausted = false) =>
        new() { ["w"] = new QuotaWindow(used, resets, exhausted, "event", Noon) };
}
