using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Gates;

/// <summary>The emergency stop, order by order and lease by lease.</summary>
public sealed class EmergenciesTests
{
    private static readonly Dictionary<string, int> NoLeases = [];

    private static readonly Dictionary<string, int> OneAndTwo = new() { ["two"] = 2, ["one"] = 1 };

    private static DateTimeOffset Noon => SampleTasks.Noon;

    [Fact]
    public void A_stop_counts_the_leases_of_each_instance_in_order()
    {
        var step = Order(null, Stop(EmergencyMode.Drain), OneAndTwo);
        Assert.Equal(EventTypes.EmergencyStop, step.Event);
        Assert.Equal([KeyValuePair.Create("one", new EmergencyRuns(1)), KeyValuePair.Create("two", new EmergencyRuns(2))],
            step.State.Instances);
        Assert.Equal((EmergencyMode.Drain, "fire", "anna", Noon, 3, true),
            (step.State.Mode, step.State.Reason, step.State.Actor, step.State.Since, step.State.Survivors, step.State.Stands));
        Assert.Equal((null, null, null), (step.State.StoppedAt, step.State.Raised, step.State.ClearedAt));
    }

    [Theory]
    [InlineData(EmergencyMode.Hold, false)]
    [InlineData(EmergencyMode.Drain, true)]
    [InlineData(EmergencyMode.Kill, true)]
    public void Where_nothing_runs_all_but_a_hold_is_complete_at_once(EmergencyMode mode, bool complete) =>
        Assert.Equal(complete ? Noon : null, Order(null, Stop(mode), NoLeases).State.StoppedAt);

    [Theory]
    [InlineData(EmergencyMode.Hold, EmergencyMode.Hold, false)]
    [InlineData(EmergencyMode.Hold, EmergencyMode.Drain, true)]
    [InlineData(EmergencyMode.Drain, EmergencyMode.Kill, true)]
    [InlineData(EmergencyMode.Kill, EmergencyMode.Drain, false)]
    [InlineData(EmergencyMode.Drain, EmergencyMode.Hold, false)]
    public void A_stop_is_only_raised_and_keeps_who_began_it(EmergencyMode before, EmergencyMode asked, bool raises)
    {
        var standing = Order(null, Stop(before), OneAndTwo).State;
        var order = new EmergencyChange.Stop(asked, "smoke", "bob", Noon.AddMinutes(1));
        if (!raises)
        {
            Assert.Null(Emergencies.Change(standing, order, NoLeases));
            return;
        }

        var step = Order(standing, order, NoLeases);
        Assert.Equal(EventTypes.EmergencyStop, step.Event);
        Assert.Equal((asked, "fire", "anna", Noon), (step.State.Mode, step.State.Reason, step.State.Actor, step.State.Since));
        Assert.Equal(new EmergencyRaise("smoke", "bob", Noon.AddMinutes(1)), step.State.Raised);
        Assert.Equal(standing.Instances, step.State.Instances);
    }

    [Fact]
    public void A_hold_that_is_raised_after_its_last_run_is_complete_then()
    {
        var held = Order(null, Stop(EmergencyMode.Hold), NoLeases).State;
        var raised = Order(held, new EmergencyChange.Stop(EmergencyMode.Drain, "smoke", "bob", Noon.AddMinutes(1)), NoLeases).State;
        Assert.Equal(Noon.AddMinutes(1), raised.StoppedAt);
        var again = Order(raised, new EmergencyChange.Stop(EmergencyMode.Kill, "smoke", "bob", Noon.AddMinutes(2)), NoLeases).State;
        Assert.Equal(Noon.AddMinutes(1), again.StoppedAt);
    }

    [Fact]
    public void Only_a_stop_that_stands_is_cleared_and_after_it_another_one_begins()
    {
        var clear = new EmergencyChange.Clear("bob", Noon.AddMinutes(1));
        Assert.Null(Emergencies.Change(null, clear, NoLeases));
        var cleared = Order(Order(null, Stop(EmergencyMode.Kill), OneAndTwo).State, clear, NoLeases);
        Assert.Equal(EventTypes.EmergencyCleared, cleared.Event);
        Assert.Equal((false, Noon.AddMinutes(1), "bob"), (cleared.State.Stands, cleared.State.ClearedAt, cleared.State.ClearedBy));
        Assert.Null(Emergencies.Change(cleared.State, clear, NoLeases));

        var next = Order(cleared.State, Stop(EmergencyMode.Hold), NoLeases).State;
        Assert.Equal((true, EmergencyMode.Hold, 0), (next.Stands, next.Mode, next.Instances.Count));
    }

    [Fact]
    public void The_receipt_of_one_the_store_never_heard_of_is_kept_unless_a_later_one_is_known()
    {
        var past = Order(Order(null, Stop(EmergencyMode.Drain), OneAndTwo).State, new EmergencyChange.Clear("bob", Noon.AddMinutes(1)),
            NoLeases).State;
        var order = new EmergencyChange.Past(past, "gateway", Noon.AddMinutes(2));

        var step = Order(null, order, NoLeases);
        Assert.Equal((past, EventTypes.EmergencyCleared), (step.State, step.Event));
        Assert.Equal(past, Order(past with { Since = Noon.AddMilliseconds(-1) }, order, NoLeases).State);
        Assert.Null(Emergencies.Change(past, order, NoLeases));
        Assert.Null(Emergencies.Change(past with { Since = Noon.AddMilliseconds(1) }, order, NoLeases));
        Assert.Null(Emergencies.Change(past with { Since = Noon.AddHours(-1), ClearedAt = null }, order, NoLeases));
    }

    [Fact]
    public void Each_lease_that_ends_is_counted_as_how_it_ended_and_the_last_one_completes_the_stop()
    {
        var stop = Order(null, Stop(EmergencyMode.Kill), new Dictionary<string, int> { ["one"] = 3, ["two"] = 1 }).State;
        var running = SampleTasks.Task(TaskState.Running);

        var first = Ended(stop, running, SampleTasks.Task());
        Assert.Equal((new EmergencyRuns(3, Stopped: 1), null), (first.State.Instances["one"], first.Event));
        var second = Ended(first.State, running, Failed(EndingClass.Lost));
        Assert.Equal((new EmergencyRuns(3, 1, 0, Lost: 1), null), (second.State.Instances["one"], second.Event));
        var third = Ended(second.State, running, Failed(EndingClass.Crashed));
        Assert.Equal((new EmergencyRuns(3, 1, Finished: 1, Lost: 1), null), (third.State.Instances["one"], third.Event));
        Assert.Equal((new EmergencyRuns(1), null), (third.State.Instances["two"], third.State.StoppedAt));

        var two = running with { Lease = running.Lease! with { InstanceId = "two" } };
        var last = Ended(third.State, two, Failed(EndingClass.Crashed), Noon.AddMinutes(5));
        Assert.Equal((EventTypes.EmergencyStopped, Noon.AddMinutes(5), 0), (last.Event, last.State.StoppedAt, last.State.Survivors));
    }

    [Fact]
    public void A_loss_of_an_earlier_run_is_not_counted_again()
    {
        var stop = Order(null, Stop(EmergencyMode.Kill), OneAndTwo).State;
        var lost = Failed(EndingClass.Lost);
        var leased = SampleTasks.Task(TaskState.Running) with { Ending = lost.Ending };
        Assert.Equal(new EmergencyRuns(1, Finished: 1), Ended(stop, leased, lost).State.Instances["one"]);
    }

    [Fact]
    public void A_hold_is_never_complete_and_what_it_did_not_count_changes_nothing()
    {
        var running = SampleTasks.Task(TaskState.Running);
        var hold = Order(null, Stop(EmergencyMode.Hold), new Dictionary<string, int> { ["one"] = 1 }).State;
        var ended = Ended(hold, running, SampleTasks.Task());
        Assert.Equal((0, null, null), (ended.State.Survivors, ended.State.StoppedAt, ended.Event));

        Assert.Null(Emergencies.LeaseEnded(null, running, SampleTasks.Task(), Noon));
        Assert.Null(Emergencies.LeaseEnded(hold with { ClearedAt = Noon }, running, SampleTasks.Task(), Noon));
        Assert.Null(Emergencies.LeaseEnded(Order(null, Stop(EmergencyMode.Kill), NoLeases).State, running, SampleTasks.Task(), Noon));
    }

    [Fact]
    public void What_was_claimed_before_the_stop_does_not_start_in_it()
    {
        var stop = Order(null, Stop(EmergencyMode.Hold), NoLeases).State;
        var starting = SampleTasks.Task(TaskState.Starting);
        var started = new RunStarted(starting.Id, SampleTasks.Token, 42, 7, "boot", "c", Noon);

        var refused = Assert.IsType<TransitionResult.Refused>(Emergencies.Confirm(stop, starting, started));
        Assert.Equal("The emergency stop (hold) by anna stands since 2026-03-01 12:00:00Z: fire.", refused.Reason);
        foreach (var none in new[] { null, stop with { ClearedAt = Noon } })
            Assert.Equal("c", Task(Emergencies.Confirm(none, starting, started)).ConversationId);
        Assert.IsType<TransitionResult.LeaseLost>(Emergencies.Confirm(stop, starting, started with { Token = new LeaseToken(1, 2) }));
        Assert.NotEqual(refused, Emergencies.Confirm(stop, SampleTasks.Task(TaskState.Stopping), started));
    }

    [Fact]
    public void Everybody_who_waits_is_told_of_it_while_it_stands()
    {
        var stop = Order(null, Stop(EmergencyMode.Kill), NoLeases).State;
        Assert.Equal(
            new GateAnswer("emergency", GateKind.Hold, false, "The emergency stop (kill) by anna stands since 2026-03-01 12:00:00Z: fire",
                null, "ccsp stop --clear") { NeedsAction = true },
            Emergencies.Answer(stop));
        Assert.Null(Emergencies.Answer(null));
        Assert.Null(Emergencies.Answer(stop with { ClearedAt = Noon }));
    }

    private static AgentTask Task(TransitionResult result) => Assert.IsType<TransitionResult.Applied>(result).Task;

    private static AgentTask Failed(EndingClass ending) =>
        SampleTasks.Task(TaskState.Failed) with { Ending = SampleTasks.Ending(ending) };

    private static EmergencyChange.Stop Stop(EmergencyMode mode) => new(mode, "fire", "anna", Noon);

    private static EmergencyStep Order(EmergencyState? before, EmergencyChange change, IReadOnlyDictionary<string, int> leases) =>
        Assert.IsType<EmergencyStep>(Emergencies.Change(before, change, leases));

    private static EmergencyStep Ended(EmergencyState before, AgentTask leased, AgentTask after, DateTimeOffset? now = null) =>
        Assert.IsType<EmergencyStep>(Emergencies.LeaseEnded(before, leased, after, now ?? Noon));
}
