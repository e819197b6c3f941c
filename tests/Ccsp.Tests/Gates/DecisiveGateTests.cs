using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Gates;

/// <summary>The one sentence tells what holds longest, not what is asked first.</summary>
public sealed class DecisiveGateTests
{
    private const string Full = "instance:one has 1 of 1 runs";

    private static DateTimeOffset Noon => SampleTasks.Noon;

    [Theory]
    [InlineData("", Full + ".")]
    [InlineData("queue+3", "queue is closed by anna until 2026-03-01 12:03:00Z: maint, and 1 more gate refuses it as well. To let it go "
        + "on: ccsp queue resume")]
    [InlineData("group:default", "group:default is closed by anna until someone opens it: maint, and 1 more gate refuses it as well. "
        + "To let it go on: ccsp queue resume --group default")]
    [InlineData("agent:default", "agent:default is closed by anna until someone opens it: maint, and 1 more gate refuses it as well. "
        + "To let it go on: ccsp gates open agent:default")]
    [InlineData("queue+3|profile:default+9", "profile:default is closed by anna until 2026-03-01 12:09:00Z: maint, and 2 more gates "
        + "refuse it as well. To let it go on: ccsp gates open profile:default")]
    [InlineData("queue+3|agent:default|profile:default+9", "agent:default is closed by anna until someone opens it: maint, and 3 more "
        + "gates refuse it as well. To let it go on: ccsp gates open agent:default")]
    [InlineData("class:normal|group:default", "class:normal is closed by anna until someone opens it: maint, and 2 more gates refuse it as "
        + "well. To let it go on: ccsp queue resume --priority normal")]
    [InlineData("group:default=0", "group:default lets no run in: its limit is 0, and 1 more gate refuses it as well. To let it go on: "
        + "ccsp gates limit group:default 1")]
    public void What_holds_longest_is_told_with_what_lets_the_task_go_on(string closed, string sentence)
    {
        var explanation = Explain(SampleTasks.Task(), closed);
        Assert.Equal(sentence, explanation.Summary);
        Assert.StartsWith(explanation.Decisive!.Reason.TrimEnd('.'), sentence, StringComparison.Ordinal);
        Assert.Equal(explanation.Decisive.OpensAt, explanation.Until);
        // What only somebody's act opens has no time that could be told.
        Assert.Equal(explanation.Decisive.NeedsAction, explanation.Start is null);
    }

    [Fact]
    public void An_engine_that_the_gateway_holds_needs_its_program_and_not_the_gate_opened()
    {
        var reason = "claude is not on the PATH; install it";
        var gate = new GateState { Name = "engine:claude", Closed = true, ClosedUntil = Noon.AddSeconds(15), Reason = reason,
            Actor = GateActors.Gateway };
        var explanation = Explain(SampleTasks.Task(), "queue+3", slots: 2, gate);
        Assert.Equal(
            "engine:claude is closed by gateway until 2026-03-01 12:00:15Z, when one task tries it: " + reason
                + ", and 1 more gate refuses it as well. To let it go on: make its program run again, then ccsp gates open engine:claude",
            explanation.Summary);
        Assert.Null(explanation.Start);
    }

    [Fact]
    public void Among_gates_that_need_somebody_the_first_is_told_though_another_is_tried_at_a_time()
    {
        var engine = new GateState { Name = "engine:claude", Closed = true, ClosedUntil = Noon.AddHours(1), Reason = "gone",
            Actor = GateActors.Gateway };
        Assert.Equal("class:normal", Explain(SampleTasks.Task(), "class:normal", slots: 2, engine).Decisive!.Gate);
    }

    [Fact]
    public void What_the_provider_refuses_without_a_time_is_settled_before_the_gate_is_opened()
    {
        var gate = new GateState { Name = "profile:default", Closed = true, Reason = "Not logged in.", Actor = GateActors.Provider };
        Assert.Equal(
            "profile:default is closed by provider until someone opens it: Not logged in. To let it go on: sign in again or settle it with "
                + "the provider, then ccsp gates open profile:default",
            Explain(SampleTasks.Task(), "", slots: 2, gate).Summary);
        var limit = Explain(SampleTasks.Task(), "", slots: 2, gate with { ClosedUntil = Noon.AddHours(1) });
        Assert.EndsWith("To let it go on: ccsp gates open profile:default", limit.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_others_share_the_queue_a_pause_decides_and_not_what_one_instance_lacks()
    {
        var shortage = new StartShortage("no room", null) { OthersMayStart = true };
        Assert.StartsWith("queue is closed by anna", Explain(SampleTasks.Task(), "queue+3", slots: 2, shortage: shortage).Summary,
            StringComparison.Ordinal);
        Assert.EndsWith("another instance may start the task before.",
            Explain(SampleTasks.Task(), "", slots: 2, shortage: shortage).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void An_instance_that_can_start_nothing_says_so_though_every_gate_is_open()
    {
        var shortage = new StartShortage("the disk has no inodes left", null);
        var explanation = Explain(SampleTasks.Task(), "", slots: 2, gate: null, shortage);
        Assert.Equal("instance:one can start no run: the disk has no inodes left; it goes on by itself when that is over.",
            explanation.Summary);
        Assert.Equal(GateKind.Start, Assert.Single(explanation.Gates, gate => !gate.Admits).Kind);
        Assert.Null(explanation.Start);
        var slow = Explain(SampleTasks.Task(), "", slots: 2, gate: null, new StartShortage("no process.", Noon.AddSeconds(8)));
        Assert.Equal("instance:one can start no run: no process; it tries again at 2026-03-01 12:00:08Z.", slow.Summary);
    }

    [Theory]
    [InlineData(0, "Is next in line.")]
    [InlineData(1, "Every gate is open; 1 task is ahead of it.")]
    [InlineData(2, "Every gate is open; 2 tasks are ahead of it.")]
    public void Who_is_ahead_is_counted(int ahead, string sentence) =>
        Assert.Equal(sentence, Explain(SampleTasks.Task(), "", slots: 2, ahead: ahead).Summary);

    [Fact]
    public void Everything_that_will_still_bind_is_told()
    {
        var held = SampleTasks.Task(TaskState.Held) with { RunAt = Noon.AddMinutes(5), StartBefore = Noon.AddMinutes(6) };
        var explanation = Explain(held, "queue", slots: 2, parents: ["p", "q"]);
        Assert.StartsWith("Held until a person approves it", explanation.Summary, StringComparison.Ordinal);
        Assert.Equal(
            [
                (ConditionKind.Dependency, "Then it waits for p, q to end.", null),
                (ConditionKind.StartTime, "It does not start before 2026-03-01 12:05:00Z, as its submitter asked.", Noon.AddMinutes(5)),
                (ConditionKind.Gate, "Then, as things stand: queue is closed by anna until someone opens it: maint. To let it go on: "
                    + "ccsp queue resume", null),
                (ConditionKind.Expiry, "It expires at 2026-03-01 12:06:00Z if it has not started by then.", Noon.AddMinutes(6)),
            ],
            explanation.Conditions.Select(condition => (condition.Kind, condition.Reason, condition.At)));
    }

    [Theory]
    [InlineData(TaskState.Held)]
    [InlineData(TaskState.Blocked)]
    [InlineData(TaskState.Scheduled)]
    [InlineData(TaskState.Ready)]
    public void An_expiry_binds_until_the_first_start(TaskState state)
    {
        var task = SampleTasks.Task(state) with { StartBefore = Noon.AddMinutes(6) };
        Assert.Equal(ConditionKind.Expiry, Assert.Single(Explain(task, "", slots: 2).Conditions).Kind);
        Assert.Empty(Explain(task with { LastRun = 1 }, "", slots: 2).Conditions);
    }

    [Theory]
    [InlineData("queue+3", 0)]
    [InlineData("queue+5", 0)]
    [InlineData("queue+9", 1)]
    [InlineData("queue", 1)]
    public void A_gate_that_opens_before_the_own_time_is_no_news(string closed, int told) =>
        Assert.Equal(told, Explain(SampleTasks.Task(TaskState.Scheduled), closed, slots: 2).Conditions.Count);

    [Fact]
    public void A_retry_says_how_the_last_run_ended()
    {
        var ending = SampleTasks.Ending(EndingClass.EngineMissing) with { Message = "Could not be started (exit code 127). sh: no x" };
        var task = SampleTasks.Task(TaskState.Scheduled) with { WaitReason = WaitReason.Retry, Ending = ending };
        var explanation = Explain(task, "", slots: 2);
        Assert.Equal(
            "Waits until 2026-03-01 12:05:00Z because of the pause before its next run; its last run ended as engine-missing: Could not be "
                + "started (exit code 127). sh: no x.",
            explanation.Summary);
        Assert.Equal(Noon.AddMinutes(5), explanation.Until);
    }

    /// <param name="closed">Names of gates, with the minutes until they open or a limit.</param>
    private static Explanation Explain(AgentTask task, string closed, int slots = 1, GateState? gate = null, StartShortage? shortage = null,
        int ahead = 0, IReadOnlyList<string>? parents = null)
    {
        var gates = closed.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(Gate).Concat(gate is null ? [] : [gate])
            .ToDictionary(state => state.Name);
        return Explaining.Explain(task, new ClaimRequest("one", slots, 0, 10, 1, Noon) { Shortage = shortage }, new WaitingFacts
        {
            Ahead = ahead,
            OpenParents = parents ?? [],
            Instance = new InstanceLeases(1, 1),
            Gate = gates.GetValueOrDefault,
            Leases = _ => 0,
            Rules = GateRules.Default,
            ExpectedSeconds = 60,
        });
    }

    private static GateState Gate(string text)
    {
        if (text.Split('=') is [var limited, var limit])
            return new GateState { Name = limited, Limit = int.Parse(limit, null) };
        var parts = text.Split('+');
        return new GateState { Name = parts[0], Closed = true, Reason = "maint", Actor = "anna",
            ClosedUntil = parts.Length > 1 ? Noon.AddMinutes(int.Parse(parts[1], null)) : null };
    }
}
