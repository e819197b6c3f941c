using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Tasks;

/// <summary>What the event of each transition says, to the last field, and what a refusal says.</summary>
public sealed class TransitionFactTests
{
    private static readonly TransitionRules Rules = SampleTasks.Rules;

    private static DateTimeOffset Noon => SampleTasks.Noon;

    private static DateTimeOffset Later => SampleTasks.Noon.AddHours(2);

    [Fact]
    public void A_submission_tells_its_place_and_what_it_waits_for()
    {
        var spec = Submissions.Simple() with { Priority = Priority.High, Group = "g", RunAt = Later };
        var (task, fact) = Transitions.Submit(new NewTask(TestIds.Of(1), spec), 0, null, Noon, Rules);
        Assert.Equal(
            new TaskFact(TestIds.Of(1), 1, EventTypes.TaskScheduled, Noon, null, null, new FactData
            {
                State = TaskState.Scheduled, Priority = Priority.High, Group = "g", WaitReason = WaitReason.User, WaitUntil = Later,
            }),
            fact);
        Assert.Equal((1, Later), (task.EventCount, task.RunAt));
    }

    [Fact]
    public void A_submission_keeps_what_was_asked_for()
    {
        var spec = Submissions.Simple() with { Type = "t", Model = "claude-opus-4", Profile = "p", Engine = "e", StartBefore = Later,
            Retries = 3 };
        var task = Transitions.Submit(new NewTask(TestIds.Of(1), spec) { Conversation = "c" }, 0, null, Noon, Rules).Task;
        Assert.Equal(("t", "opus", "p", "e", Later, 3, "c"),
            (task.Type, task.Model, task.Profile, task.Engine, task.StartBefore, task.RetryLimit, task.Conversation));
    }

    [Fact]
    public void A_task_that_fails_with_its_parent_names_it()
    {
        var said = $"It depends on task {TestIds.Of(9)}, which did not succeed.";
        var (task, fact) = Transitions.ParentEnded(SampleTasks.Task(TaskState.Blocked), TestIds.Of(9), false, ParentFailure.Fail, Noon,
            Rules);
        Assert.Equal(Data(TaskState.Blocked, TaskState.Failed) with { FailReason = FailReason.Dependency, Reason = said }, fact!.Data);
        Assert.Equal((EndingClass.Invalid, "INVALID_REQUEST", said, "gateway", false, Severity.Error),
            (task.Ending!.Class, task.Ending.Category, task.Ending.Message, task.Ending.Source, task.Ending.Recoverable,
            task.Ending.Severity));
    }

    [Fact]
    public void Parents_ageing_and_time_tell_what_they_changed()
    {
        var blocked = SampleTasks.Task(TaskState.Blocked) with { RunAt = Later };
        var (_, last) = Transitions.ParentEnded(blocked, TestIds.Of(9), true, ParentFailure.Fail, Noon, Rules);
        Assert.Equal(Data(TaskState.Blocked, TaskState.Scheduled) with { WaitReason = WaitReason.User, WaitUntil = Later }, last!.Data);
        Check(Transitions.Approve(SampleTasks.Task(TaskState.Held) with { RunAt = Later }, "anna", Noon, Rules), EventTypes.TaskScheduled,
            Data(TaskState.Held, TaskState.Scheduled) with { Actor = "anna", WaitReason = WaitReason.User, WaitUntil = Later });
        Check(Transitions.Due(SampleTasks.Task(TaskState.Scheduled), Later, Rules), EventTypes.TaskReady,
            Data(TaskState.Scheduled, TaskState.Ready) with { WaitReason = WaitReason.User });
        Check(Transitions.Promote(SampleTasks.Task(), Later, Rules), EventTypes.TaskPromoted,
            Data(TaskState.Ready, TaskState.Ready) with { Priority = Priority.Normal, EffectivePriority = Priority.High });
        Check(Transitions.Expire(SampleTasks.Task() with { StartBefore = Noon }, Noon), EventTypes.TaskExpired,
            Data(TaskState.Ready, TaskState.Expired));
    }

    [Theory]
    [InlineData(WaitReason.Limit, true)]
    [InlineData(WaitReason.Session, true)]
    [InlineData(WaitReason.Retry, false)]
    [InlineData(WaitReason.User, false)]
    public void Only_who_is_parked_with_its_profile_goes_on_before_its_time_and_where_it_was(WaitReason reason, bool resumes)
    {
        var waiting = SampleTasks.Task(TaskState.Scheduled) with { WaitReason = reason, ReadyAt = Noon.AddHours(-1) };
        var resumed = Transitions.Resume(waiting, Noon, Rules);
        var due = TaskShape.Applied(Transitions.Due(waiting, Later, Rules)).Task;
        var moved = TaskShape.Applied(Transitions.Move(waiting, "other", true, "gateway", Noon, Rules)).Task;
        Assert.Equal(resumes ? Noon.AddHours(-1) : waiting.RunAt, due.ReadyAt);
        Assert.Equal(resumes ? TaskState.Ready : TaskState.Scheduled, moved.State);
        if (!resumes)
        {
            Assert.Equal("A task that is scheduled cannot be resumed.", Assert.IsType<TransitionResult.Refused>(resumed).Reason);
            return;
        }

        Check(resumed, EventTypes.TaskReady, Data(TaskState.Scheduled, TaskState.Ready) with { WaitReason = reason });
        Assert.Equal((Noon.AddHours(-1), Noon.AddHours(-1) + Rules.AgeingStep),
            (TaskShape.Applied(resumed).Task.ReadyAt, TaskShape.Applied(resumed).Task.PromoteAt));
        Assert.Equal(Noon, TaskShape.Applied(Transitions.Resume(waiting with { ReadyAt = null }, Noon, Rules)).Task.ReadyAt);
        Assert.IsType<TransitionResult.Refused>(Transitions.Resume(SampleTasks.Task() with { WaitReason = reason }, Noon, Rules));
    }

    [Theory]
    [InlineData(true, "c")]
    [InlineData(false, null)]
    public void A_task_that_is_moved_takes_its_conversation_where_it_can_be_found(bool keeps, string? conversation)
    {
        var moved = Transitions.Move(SampleTasks.Task() with { ConversationId = "c" }, "other", keeps, "gateway", Noon, Rules);
        Check(moved, EventTypes.TaskChanged, Data(TaskState.Ready, TaskState.Ready) with { Profile = "other", Actor = "gateway" });
        Assert.Equal(("other", conversation), (TaskShape.Applied(moved).Task.Profile, TaskShape.Applied(moved).Task.ConversationId));
    }

    [Fact]
    public void What_somebody_changes_names_who_did()
    {
        Check(Transitions.Cancel(SampleTasks.Task(), "anna", Noon, "wrong"), EventTypes.TaskCancelled,
            Data(TaskState.Ready, TaskState.Cancelled) with { Actor = "anna", Reason = "wrong" });
        Check(Transitions.Withdraw(SampleTasks.Task(), "anna", Noon, "gone"), EventTypes.TaskCancelled,
            Data(TaskState.Ready, TaskState.Cancelled) with { Actor = "anna", Reason = "gone" });
        Check(Transitions.Rearrange(SampleTasks.Task(), Priority.Low, "g", "anna", Noon, Rules), EventTypes.TaskChanged,
            Data(TaskState.Ready, TaskState.Ready) with { Priority = Priority.Low, Group = "g", Actor = "anna" });
        Check(Transitions.Reschedule(SampleTasks.Task(), Later, "anna", Noon, Rules), EventTypes.TaskScheduled,
            Data(TaskState.Ready, TaskState.Scheduled) with { Actor = "anna", WaitReason = WaitReason.User, WaitUntil = Later });
        Check(Transitions.Reschedule(SampleTasks.Task(), null, "anna", Noon, Rules), EventTypes.TaskChanged,
            Data(TaskState.Ready, TaskState.Ready) with { Actor = "anna" });
        Check(Transitions.Retry(SampleTasks.Task(TaskState.Failed), RetryParents.None, false, "anna", Noon, Rules),
            EventTypes.TaskRequeued, Data(TaskState.Failed, TaskState.Ready) with { Actor = "anna" });
        Check(Transitions.MetadataChanged(SampleTasks.Task(), "anna", Noon), EventTypes.TaskChanged,
            Data(TaskState.Ready, TaskState.Ready) with { Actor = "anna" });
    }

    [Fact]
    public void A_new_class_ages_only_while_the_task_is_ready_and_a_conversation_is_gone_on_with_after_a_retry()
    {
        var later = TaskShape.Applied(
            Transitions.Rearrange(SampleTasks.Task(TaskState.Scheduled), Priority.Low, null, "anna", Noon, Rules)).Task;
        Assert.Equal((Priority.Low, null), (later.PriorityClass, later.PromoteAt));
        foreach (var (own, first) in new[] { ("c-2", null), ("c-2", "c-1") })
        {
            var failed = SampleTasks.Task(TaskState.Failed) with { ConversationId = own, Conversation = first };
            Assert.Equal(first ?? own,
                TaskShape.Applied(Transitions.Retry(failed, RetryParents.None, false, "anna", Noon, Rules)).Task.Conversation);
        }
    }

    [Fact]
    public void A_run_tells_its_instance_its_number_and_how_it_is_stopped()
    {
        Check(Transitions.Claim(SampleTasks.Task(), "one", SampleTasks.Token, 60, Noon), EventTypes.TaskStarting,
            Data(TaskState.Ready, TaskState.Starting), run: 1);
        Check(Transitions.Confirm(SampleTasks.Task(TaskState.Starting), SampleTasks.Token, 42, "c", Noon), EventTypes.TaskStarted,
            Data(TaskState.Starting, TaskState.Running) with { Pid = 42, ConversationId = "c" }, run: 1);
        Check(Transitions.AskStop(SampleTasks.Task(TaskState.Running), StopReason.Drain, "gateway", Noon), EventTypes.TaskStopping,
            Data(TaskState.Running, TaskState.Stopping) with
            {
                StopReason = StopReason.Drain, Actor = "gateway", Token = SampleTasks.Token.ToString(),
            }, run: 1);
        var cancelled = SampleTasks.Task(TaskState.Stopping) with { Stop = new StopRequest(StopReason.Cancel, "anna", Noon) };
        Check(Transitions.SpawnFailed(cancelled, SampleTasks.Token, "gone", Noon, Rules), EventTypes.TaskCancelled,
            Data(TaskState.Stopping, TaskState.Cancelled) with { Reason = "gone" }, run: 1);
        Check(Transitions.SpawnFailed(SampleTasks.Task(TaskState.Starting), SampleTasks.Token, "EAGAIN", Noon, Rules),
            EventTypes.TaskRequeued, Data(TaskState.Starting, TaskState.Ready) with { Reason = "EAGAIN" }, run: 1);
    }

    [Fact]
    public void An_ending_tells_what_it_cost_and_what_comes_next()
    {
        var stopping = SampleTasks.Task(TaskState.Stopping) with { ConversationId = "c-1" };
        var (ending, usage) = (SampleTasks.Ending(EndingClass.Timeout), SampleTasks.Usage());
        Check(Transitions.End(stopping, SampleTasks.Token, ending, usage, "c-2", Noon, 0, Rules), EventTypes.TaskRequeued,
            Data(TaskState.Stopping, TaskState.Scheduled) with
            {
                Ending = ending, Engine = "claude", Profile = "default", StartedAt = Noon, Usage = usage,
                WaitReason = WaitReason.Retry, WaitUntil = Noon, StopReason = StopReason.Timeout, Actor = "gateway",
                ConversationId = "c-2",
            }, run: 1);
        var failed = Transitions.End(stopping, SampleTasks.Token, SampleTasks.Ending(EndingClass.Budget), RunUsage.None, null, Noon, 0,
            Rules);
        Assert.Equal((EventTypes.TaskFailed, FailReason.Budget),
            (TaskShape.Applied(failed).Fact.Type, TaskShape.Applied(failed).Fact.Data.FailReason));
        var lost = TaskShape.Applied(Transitions.Lost(stopping, SampleTasks.Token, Noon, 0, Rules)).Task.Ending!;
        Assert.Equal((EndingClass.Lost, "UNKNOWN_ERROR", "Instance one stopped renewing its lease.", "gateway", true, Severity.Error),
            (lost.Class, lost.Category, lost.Message, lost.Source, lost.Recoverable, lost.Severity));
    }

    [Fact]
    public void An_uncounted_end_keeps_the_place_of_who_waits_with_its_profile_alone()
    {
        var running = SampleTasks.Task(TaskState.Running);
        Assert.Equal((running.ReadyAt, null), (After(EndingClass.Limit).ReadyAt, After(EndingClass.Throttled).ReadyAt));
        var down = TaskShape.Applied(Transitions.End(running, SampleTasks.Token, SampleTasks.Ending(EndingClass.Crashed), RunUsage.None,
            null, Noon, 0, Rules, engineDown: true)).Task;
        Assert.Equal(Noon.AddSeconds(1), down.RunAt);
        // Never confirmed, and nothing counted before: there is nothing to give back.
        Assert.Equal(0, TaskShape.Applied(Transitions.End(running with { Runs = 0 }, SampleTasks.Token,
            SampleTasks.Ending(EndingClass.Limit), RunUsage.None, null, Noon, 0, Rules)).Task.Runs);

        AgentTask After(EndingClass kind) => TaskShape.Applied(
            Transitions.End(running, SampleTasks.Token, SampleTasks.Ending(kind), RunUsage.None, null, Noon, 0, Rules)).Task;
    }

    [Theory]
    [InlineData(TaskState.Starting, EndingClass.Crashed, "A task that is starting cannot be ended.")]
    [InlineData(TaskState.Starting, EndingClass.Invalid, null)]
    [InlineData(TaskState.Running, EndingClass.Crashed, null)]
    public void A_start_without_a_run_ends_only_where_none_can_ever_begin(TaskState state, EndingClass ending, string? refused) =>
        Assert.Equal(refused, (Transitions.End(SampleTasks.Task(state), SampleTasks.Token, SampleTasks.Ending(ending), RunUsage.None, null,
            Noon, 0, Rules) as TransitionResult.Refused)?.Reason);

    [Fact]
    public void A_refusal_says_what_cannot_be_done()
    {
        var (ready, running, failed) = (SampleTasks.Task(), SampleTasks.Task(TaskState.Running), SampleTasks.Task(TaskState.Failed));
        (string Said, TransitionResult Result)[] refusals =
        [
            ("ready cannot be approved", Transitions.Approve(ready, "anna", Noon, Rules)),
            ("ready cannot be made ready", Transitions.Due(ready, Noon, Rules)),
            ("ready cannot be expired", Transitions.Expire(ready, Noon)),
            ("running cannot be promoted", Transitions.Promote(running, Noon, Rules)),
            ("running cannot be claimed", Transitions.Claim(running, "one", SampleTasks.Token, 1, Noon)),
            ("running cannot be started", Transitions.Confirm(running, SampleTasks.Token, 1, null, Noon)),
            ("running cannot be given back as not started", Transitions.SpawnFailed(running, SampleTasks.Token, "r", Noon, Rules)),
            ("ready cannot be stopped", Transitions.AskStop(ready, StopReason.Drain, "gateway", Noon)),
            ("stopping cannot be stopped twice",
                Transitions.AskStop(SampleTasks.Task(TaskState.Stopping), StopReason.Drain, "gateway", Noon)),
            ("failed cannot be cancelled", Transitions.Cancel(failed, "anna", Noon)),
            ("running cannot be withdrawn", Transitions.Withdraw(running, "anna", Noon, "gone")),
            ("running cannot be rearranged", Transitions.Rearrange(running, null, "g", "anna", Noon, Rules)),
            ("failed cannot be rearranged", Transitions.Rearrange(failed, null, "g", "anna", Noon, Rules)),
            ("running cannot be moved", Transitions.Move(running, "p", true, "gateway", Noon, Rules)),
            ("failed cannot be moved", Transitions.Move(failed, "p", true, "gateway", Noon, Rules)),
            ("running cannot be rescheduled", Transitions.Reschedule(running, Later, "anna", Noon, Rules)),
            ("failed cannot be rescheduled", Transitions.Reschedule(failed, Later, "anna", Noon, Rules)),
            ("running cannot be retried", Transitions.Retry(running, RetryParents.None, false, "anna", Noon, Rules)),
        ];
        foreach (var (said, result) in refusals)
            Assert.Equal($"A task that is {said}.", Assert.IsType<TransitionResult.Refused>(result).Reason);
    }

    [Fact]
    public void Only_the_holder_of_the_lease_writes()
    {
        var stranger = new LeaseToken(9, 9);
        foreach (var task in new[] { SampleTasks.Task(), SampleTasks.Task(TaskState.Starting), SampleTasks.Task(TaskState.Stopping) })
        {
            Assert.IsType<TransitionResult.LeaseLost>(Transitions.Confirm(task, stranger, 1, null, Noon));
            Assert.IsType<TransitionResult.LeaseLost>(Transitions.SpawnFailed(task, stranger, "r", Noon, Rules));
            Assert.IsType<TransitionResult.LeaseLost>(Transitions.Lost(task, stranger, Noon, 0, Rules));
            Assert.IsType<TransitionResult.LeaseLost>(Transitions.End(task, stranger, SampleTasks.Ending(EndingClass.Succeeded),
                RunUsage.None, null, Noon, 0, Rules));
        }
    }

    private static FactData Data(TaskState from, TaskState to) => new() { From = from, State = to };

    private static void Check(TransitionResult result, string type, FactData data, int? run = null)
    {
        var (task, fact) = TaskShape.Applied(result);
        Assert.Equal(new TaskFact(task.Id, 2, type, fact.At, run, run is null ? null : "one", data), fact);
        Assert.Equal(2, task.EventCount);
    }
}
