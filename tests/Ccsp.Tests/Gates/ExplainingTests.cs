using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Gates;

/// <summary>The sentence of each state, and which gates are asked.</summary>
public sealed class ExplainingTests
{
    private readonly Dictionary<string, GateState> _gates = [];

    private static DateTimeOffset Noon => SampleTasks.Noon;

    private static EmergencyState Stop => new() { Mode = EmergencyMode.Kill, Reason = "fire", Actor = "anna", Since = Noon,
        Instances = new Dictionary<string, EmergencyRuns>() };

    [Theory]
    [InlineData(TaskState.Starting, "Is being started by one.")]
    [InlineData(TaskState.Running, "Runs on one since 2026-03-01 12:00:00Z.")]
    [InlineData(TaskState.Stopping, "Is being stopped on one, asked by gateway.")]
    [InlineData(TaskState.Failed, "Failed (permanent) at 2026-03-01 12:00:00Z: It ended as Invalid.")]
    [InlineData(TaskState.Succeeded, "Ended as succeeded at 2026-03-01 12:00:00Z.")]
    [InlineData(TaskState.Expired, "Ended as expired at 2026-03-01 12:00:00Z.")]
    public void Who_does_not_wait_is_asked_no_gate(TaskState state, string sentence)
    {
        var explanation = Explain(SampleTasks.Task(state) with { Ending = SampleTasks.Ending(EndingClass.Invalid) });
        Assert.Equal((sentence, 0, null, null, null),
            (explanation.Summary, explanation.Ahead, explanation.Start, explanation.Decisive, explanation.Until));
        Assert.Empty(explanation.Gates);
        Assert.Empty(explanation.Conditions);
    }

    [Theory]
    [InlineData(WaitReason.User, "the start time its submitter asked for.")]
    [InlineData(WaitReason.Cron, "its schedule.")]
    [InlineData(WaitReason.Retry, "the pause before its next run; its last run ended as crashed: It ended as Crashed.")]
    [InlineData(WaitReason.Limit, "the provider's limit; its last run ended as crashed: It ended as Crashed.")]
    [InlineData(WaitReason.Session, "its profile's lost login; its last run ended as crashed: It ended as Crashed.")]
    [InlineData(null, "someone who put it off.")]
    public void Who_waits_for_a_time_says_why(WaitReason? reason, string why)
    {
        var task = SampleTasks.Task(TaskState.Scheduled) with { WaitReason = reason, Ending = SampleTasks.Ending(EndingClass.Crashed) };
        var explanation = Explain(task, ahead: 3);
        Assert.Equal($"Waits until 2026-03-01 12:05:00Z because of {why}", explanation.Summary);
        // Nothing is ahead of who is not in line.
        Assert.Equal((0, task.RunAt), (explanation.Ahead, explanation.Until));
        Assert.Equal($"Waits until an unknown time because of {why}", Explain(task with { RunAt = null }).Summary);
    }

    [Theory]
    [InlineData(WaitReason.Limit, "the provider's limit", true)]
    [InlineData(WaitReason.Session, "its profile's lost login", true)]
    [InlineData(WaitReason.Retry, "the pause before its next run", false)]
    public void Who_is_parked_waits_for_its_gate_and_not_for_its_time(WaitReason reason, string why, bool isParked)
    {
        _gates["profile:default"] = Closed("profile:default", Noon.AddHours(1));
        _gates["group:default"] = Closed("group:default", null);
        var explanation = Explain(SampleTasks.Task(TaskState.Scheduled) with { WaitReason = reason });
        Assert.Equal(isParked ? "profile:default" : null, explanation.Decisive?.Gate);
        Assert.Equal(isParked ? Noon.AddHours(1) : Noon.AddMinutes(5), explanation.Until);
        if (isParked)
            Assert.Equal($"Waits because of {why}: profile:default is closed by anna until 2026-03-01 13:00:00Z: r, and 1 more gate "
                + "refuses it as well. To let it go on: ccsp gates open profile:default", explanation.Summary);
    }

    [Fact]
    public void Held_and_blocked_tasks_name_who_lets_them_go()
    {
        Assert.Equal($"Held until a person approves it: ccsp tasks approve {TestIds.Of(1)}.",
            Explain(SampleTasks.Task(TaskState.Held)).Summary);
        Assert.Equal("Waits for p, q to end.", Explain(SampleTasks.Task(TaskState.Blocked), parents: ["p", "q"]).Summary);
        Assert.Null(Explain(SampleTasks.Task(TaskState.Held) with { RunAt = Noon }).Until);
    }

    [Fact]
    public void An_emergency_stop_is_told_before_the_own_reason_and_alone_to_who_is_ready()
    {
        const string said = "The emergency stop (kill) by anna stands since 2026-03-01 12:00:00Z: fire.";
        Assert.Equal($"{said} Waits for p to end.", Explain(SampleTasks.Task(TaskState.Blocked), Stop, parents: ["p"]).Summary);
        Assert.Equal($"{said} Waits until 2026-03-01 12:05:00Z because of the start time its submitter asked for.",
            Explain(SampleTasks.Task(TaskState.Scheduled), Stop).Summary);
        Assert.Equal($"{said} To let it go on: ccsp stop --clear", Explain(SampleTasks.Task(), Stop).Summary);
        var cleared = Explain(SampleTasks.Task(), Stop with { ClearedAt = Noon });
        Assert.Equal("Is next in line.", cleared.Summary);
        Assert.DoesNotContain(cleared.Gates, gate => gate.Gate == "emergency");
        Assert.Equal("emergency", Explain(SampleTasks.Task(), Stop).Gates[0].Gate);
    }

    [Fact]
    public void Each_gate_of_the_task_answers_in_its_order()
    {
        var task = SampleTasks.Task() with { Model = "opus", ExclusiveDirectory = "/w", Conversation = "c" };
        var gates = Explain(task).Gates;
        Assert.Equal(["instance:one", "memory:one", "queue", "class:normal", "group:default", "engine:claude", "profile:default",
            "profile:default/opus", "agent:default", "model:opus", "dir:/w", "conversation:c"], gates.Select(gate => gate.Gate));
        Assert.All(gates, gate => Assert.True(gate.Admits));
        Assert.Equal(["queue is open", "class:normal is open", "group:default is open"], gates.Skip(2).Take(3).Select(gate => gate.Reason));
        Assert.Equal("dir:/w has 0 of 1 runs", gates[10].Reason);
        Assert.Equal(4, Explain(task, ahead: 4).Ahead);
    }

    [Theory]
    [InlineData("queue")]
    [InlineData("class:normal")]
    public void Queue_and_class_can_be_held_but_not_limited(string name)
    {
        _gates[name] = new GateState { Name = name, Limit = 0 };
        Assert.Equal("Is next in line.", Explain(SampleTasks.Task()).Summary);
        _gates[name] = Closed(name, null);
        Assert.Equal(name, Explain(SampleTasks.Task()).Decisive!.Gate);
    }

    [Fact]
    public void A_gate_with_several_limits_answers_for_each()
    {
        _gates["profile:default"] = new GateState { Name = "profile:default", Limit = 2, Rate = new RateLimit(60, 2) };
        Assert.Equal(["profile:default has 0 of 2 runs", "profile:default allows 60 starts a minute, 2 at once"],
            Explain(SampleTasks.Task()).Gates.Where(gate => gate.Gate == "profile:default").Select(gate => gate.Reason));
    }

    [Fact]
    public void Who_is_parked_is_not_told_its_own_gate_again_among_what_still_binds()
    {
        _gates["profile:default"] = Closed("profile:default", Noon.AddHours(1));
        var parked = SampleTasks.Task(TaskState.Scheduled) with { WaitReason = WaitReason.Limit };
        Assert.Empty(Explain(parked).Conditions);
        Assert.Equal(Noon.AddHours(1), Assert.Single(Explain(parked with { WaitReason = WaitReason.Retry }).Conditions).At);
        Assert.Empty(Explain(SampleTasks.Task(TaskState.Scheduled) with { WaitReason = WaitReason.Limit }, Stop).Conditions);
        // Its own time is over by now.
        Assert.DoesNotContain(Explain(SampleTasks.Task(TaskState.Held) with { RunAt = Noon }).Conditions,
            each => each.Kind == ConditionKind.StartTime);
    }

    private static GateState Closed(string name, DateTimeOffset? until) =>
        new() { Name = name, Closed = true, ClosedUntil = until, Actor = "anna", Reason = "r" };

    private Explanation Explain(AgentTask task, EmergencyState? emergency = null, int ahead = 0, IReadOnlyList<string>? parents = null) =>
        Explaining.Explain(task, new ClaimRequest("one", 2, 0, 10, 1, Noon), new WaitingFacts
        {
            Ahead = ahead,
            OpenParents = parents ?? [],
            Emergency = emergency,
            Instance = new InstanceLeases(0, 0),
            Gate = _gates.GetValueOrDefault,
            Leases = _ => 0,
            Rules = GateRules.Default,
            ExpectedSeconds = 60,
        });
}
