using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Tasks;

/// <summary>The closed list of transitions: every state against every verb, with every guard but the state's own satisfied.</summary>
public sealed class TransitionTableTests
{
    /// <summary>Late enough that every deadline of <see cref="Prepared"/> has passed.</summary>
    private static readonly DateTimeOffset Late = SampleTasks.Noon.AddMinutes(10);

    private static readonly Dictionary<string, Func<AgentTask, TransitionResult>> Verbs = new()
    {
        ["approve"] = task => Transitions.Approve(task, "anna", Late, SampleTasks.Rules),
        ["due"] = task => Transitions.Due(task, Late, SampleTasks.Rules),
        ["expire"] = task => Transitions.Expire(task, Late),
        ["promote"] = task => Transitions.Promote(task, Late, SampleTasks.Rules),
        ["claim"] = task => Transitions.Claim(task, "one", SampleTasks.Token, 60, Late),
        ["confirm"] = task => Transitions.Confirm(task, SampleTasks.Token, 1, null, Late),
        ["give back"] = task => Transitions.SpawnFailed(task, SampleTasks.Token, "No process.", Late, SampleTasks.Rules),
        ["stop to drain"] = task => Transitions.AskStop(task, StopReason.Drain, "gateway", Late),
        ["stop to cancel"] = task => Transitions.AskStop(task, StopReason.Cancel, "anna", Late),
        ["cancel"] = task => Transitions.Cancel(task, "anna", Late),
        ["end well"] = task => End(task, EndingClass.Succeeded),
        ["end transiently"] = task => End(task, EndingClass.Network),
        ["end at a limit"] = task => End(task, EndingClass.Limit),
        ["end drained"] = task => End(task, EndingClass.Drained),
        ["end permanently"] = task => End(task, EndingClass.Invalid),
        ["lose"] = task => Transitions.Lost(task, SampleTasks.Token, Late, 0.5, SampleTasks.Rules),
        ["rearrange"] = task => Transitions.Rearrange(task, Priority.High, "g", "anna", Late, SampleTasks.Rules),
        ["move"] = task => Transitions.Move(task, "other", false, "gateway", Late, SampleTasks.Rules),
        ["put off"] = task => Transitions.Reschedule(task, Late.AddHours(1), "anna", Late, SampleTasks.Rules),
        ["bring forward"] = task => Transitions.Reschedule(task, Late, "anna", Late, SampleTasks.Rules),
        ["retry"] = task => Transitions.Retry(task, RetryParents.None, false, "anna", Late, SampleTasks.Rules),
        ["set metadata"] = task => Transitions.MetadataChanged(task, "anna", Late),
    };

    /// <summary>What is allowed; everything else is refused, or lost where a lease is needed and none is held.</summary>
    private static readonly Dictionary<(string Verb, TaskState From), TaskState> Allowed = new()
    {
        [("approve", TaskState.Held)] = TaskState.Ready,
        [("due", TaskState.Scheduled)] = TaskState.Ready,
        [("expire", TaskState.Held)] = TaskState.Expired,
        [("expire", TaskState.Blocked)] = TaskState.Expired,
        [("expire", TaskState.Scheduled)] = TaskState.Expired,
        [("expire", TaskState.Ready)] = TaskState.Expired,
        [("promote", TaskState.Ready)] = TaskState.Ready,
        [("claim", TaskState.Ready)] = TaskState.Starting,
        [("confirm", TaskState.Starting)] = TaskState.Running,
        [("give back", TaskState.Starting)] = TaskState.Ready,
        [("stop to drain", TaskState.Starting)] = TaskState.Stopping,
        [("stop to drain", TaskState.Running)] = TaskState.Stopping,
        [("stop to cancel", TaskState.Starting)] = TaskState.Stopping,
        [("stop to cancel", TaskState.Running)] = TaskState.Stopping,
        [("stop to cancel", TaskState.Stopping)] = TaskState.Stopping,
        [("cancel", TaskState.Held)] = TaskState.Cancelled,
        [("cancel", TaskState.Blocked)] = TaskState.Cancelled,
        [("cancel", TaskState.Scheduled)] = TaskState.Cancelled,
        [("cancel", TaskState.Ready)] = TaskState.Cancelled,
        [("cancel", TaskState.Starting)] = TaskState.Stopping,
        [("cancel", TaskState.Running)] = TaskState.Stopping,
        [("cancel", TaskState.Stopping)] = TaskState.Stopping,
        [("end well", TaskState.Running)] = TaskState.Succeeded,
        // A good result that races with a stop is kept: throwing it away would do the work twice.
        [("end well", TaskState.Stopping)] = TaskState.Succeeded,
        [("end transiently", TaskState.Running)] = TaskState.Scheduled,
        [("end transiently", TaskState.Stopping)] = TaskState.Scheduled,
        [("end at a limit", TaskState.Running)] = TaskState.Scheduled,
        [("end at a limit", TaskState.Stopping)] = TaskState.Scheduled,
        [("end drained", TaskState.Running)] = TaskState.Ready,
        [("end drained", TaskState.Stopping)] = TaskState.Ready,
        // A start that shows that no run of this task can ever begin.
        [("end permanently", TaskState.Starting)] = TaskState.Failed,
        [("end permanently", TaskState.Running)] = TaskState.Failed,
        [("end permanently", TaskState.Stopping)] = TaskState.Failed,
        [("lose", TaskState.Starting)] = TaskState.Scheduled,
        [("lose", TaskState.Running)] = TaskState.Scheduled,
        [("lose", TaskState.Stopping)] = TaskState.Scheduled,
        [("rearrange", TaskState.Held)] = TaskState.Held,
        [("rearrange", TaskState.Blocked)] = TaskState.Blocked,
        [("rearrange", TaskState.Scheduled)] = TaskState.Scheduled,
        [("rearrange", TaskState.Ready)] = TaskState.Ready,
        [("move", TaskState.Held)] = TaskState.Held,
        [("move", TaskState.Blocked)] = TaskState.Blocked,
        [("move", TaskState.Scheduled)] = TaskState.Scheduled,
        [("move", TaskState.Ready)] = TaskState.Ready,
        [("put off", TaskState.Held)] = TaskState.Held,
        [("put off", TaskState.Blocked)] = TaskState.Blocked,
        [("put off", TaskState.Scheduled)] = TaskState.Scheduled,
        [("put off", TaskState.Ready)] = TaskState.Scheduled,
        [("bring forward", TaskState.Held)] = TaskState.Held,
        [("bring forward", TaskState.Blocked)] = TaskState.Blocked,
        [("bring forward", TaskState.Scheduled)] = TaskState.Ready,
        [("bring forward", TaskState.Ready)] = TaskState.Ready,
        [("retry", TaskState.Succeeded)] = TaskState.Ready,
        [("retry", TaskState.Failed)] = TaskState.Ready,
        [("retry", TaskState.Cancelled)] = TaskState.Ready,
        [("retry", TaskState.Expired)] = TaskState.Ready,
    };

    private static readonly HashSet<string> NeedLease =
        ["confirm", "give back", "end well", "end transiently", "end at a limit", "end drained", "end permanently", "lose"];

    public static TheoryData<string, string> Everything =>
        [.. Verbs.Keys.SelectMany(verb => EnumNames<TaskState>.All.Select(state => (verb, state)))];

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Everything))]
    public Task Every_verb_does_in_every_state_what_the_list_says(string verb, string word)
    {
        Assert.True(EnumNames<TaskState>.TryParse(word, out var state));
        var task = Prepared(state);
        var result = Verbs[verb](task);
        if (verb == "set metadata")
            AssertApplied(task, task.State, result);
        else if (Allowed.TryGetValue((verb, state), out var to))
            AssertApplied(task, to, result);
        else if (NeedLease.Contains(verb) && !task.IsLeased)
            Assert.IsType<TransitionResult.LeaseLost>(result);
        else
            Assert.Contains(word, Assert.IsType<TransitionResult.Refused>(result).Reason, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData(TaskState.Starting)]
    [InlineData(TaskState.Running)]
    [InlineData(TaskState.Stopping)]
    public Task A_write_with_another_token_has_lost_its_lease(TaskState state)
    {
        var task = Prepared(state);
        var other = new LeaseToken(SampleTasks.Token.Epoch, SampleTasks.Token.Nonce + 1);
        Assert.IsType<TransitionResult.LeaseLost>(Transitions.Confirm(task, other, 1, null, Late));
        Assert.IsType<TransitionResult.LeaseLost>(Transitions.SpawnFailed(task, other, "No.", Late, SampleTasks.Rules));
        Assert.IsType<TransitionResult.LeaseLost>(Transitions.Lost(task, other, Late, 0, SampleTasks.Rules));
        Assert.IsType<TransitionResult.LeaseLost>(
            Transitions.End(task, other, SampleTasks.Ending(EndingClass.Succeeded), RunUsage.None, null, Late, 0, SampleTasks.Rules));
        return Task.CompletedTask;
    }

    private static TransitionResult End(AgentTask task, EndingClass kind) =>
        Transitions.End(task, SampleTasks.Token, SampleTasks.Ending(kind), SampleTasks.Usage(), null, Late, 0.5, SampleTasks.Rules);

    private static AgentTask Prepared(TaskState state) => SampleTasks.Task(state) with { StartBefore = SampleTasks.Noon.AddMinutes(6) };

    private static void AssertApplied(AgentTask before, TaskState to, TransitionResult result)
    {
        var applied = Assert.IsType<TransitionResult.Applied>(result);
        Assert.Equal(to, applied.Task.State);
        Assert.Equal((before.EventCount + 1, before.EventCount + 1), (applied.Task.EventCount, applied.Fact.TaskSeq));
        Assert.Equal((before.Id, Late, before.State, to),
            (applied.Fact.TaskId, applied.Fact.At, applied.Fact.Data.From, applied.Fact.Data.State));
        TaskShape.Check(applied.Task);
    }
}
