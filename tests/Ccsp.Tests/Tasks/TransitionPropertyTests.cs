using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Ccsp.Tests.Tasks;

/// <summary>Random lives of one task: whatever is tried in whatever order, it moves only along the closed list and keeps its
/// shape.</summary>
public sealed class TransitionPropertyTests
{
    private static readonly HashSet<(TaskState From, TaskState To)> ClosedList =
    [
        (TaskState.Held, TaskState.Ready), (TaskState.Held, TaskState.Scheduled), (TaskState.Held, TaskState.Blocked), // T2
        // T3
        (TaskState.Blocked, TaskState.Ready), (TaskState.Blocked, TaskState.Scheduled), (TaskState.Blocked, TaskState.Failed),
            (TaskState.Held, TaskState.Failed),
        (TaskState.Scheduled, TaskState.Ready), // T4
        (TaskState.Ready, TaskState.Starting), // T5
        (TaskState.Starting, TaskState.Running), // T6
        (TaskState.Starting, TaskState.Ready), // T7
        (TaskState.Running, TaskState.Succeeded), // T8
        (TaskState.Running, TaskState.Scheduled), // T9, T10, T16
        (TaskState.Running, TaskState.Failed), (TaskState.Starting, TaskState.Failed), // T12, T16
        (TaskState.Running, TaskState.Ready), // an ending that is not the task's doing
        (TaskState.Running, TaskState.Cancelled), // an engine that says it was cancelled
        // T13
        (TaskState.Held, TaskState.Cancelled), (TaskState.Blocked, TaskState.Cancelled), (TaskState.Scheduled, TaskState.Cancelled),
            (TaskState.Ready, TaskState.Cancelled),
        (TaskState.Starting, TaskState.Stopping), (TaskState.Running, TaskState.Stopping), // T14
        // T15, T17
        (TaskState.Stopping, TaskState.Cancelled), (TaskState.Stopping, TaskState.Scheduled), (TaskState.Stopping, TaskState.Ready),
            (TaskState.Stopping, TaskState.Failed),
        (TaskState.Stopping, TaskState.Succeeded), // a good result that raced with the stop
        (TaskState.Starting, TaskState.Scheduled), // T16
        // T18
        (TaskState.Held, TaskState.Expired), (TaskState.Blocked, TaskState.Expired), (TaskState.Scheduled, TaskState.Expired),
            (TaskState.Ready, TaskState.Expired),
        (TaskState.Ready, TaskState.Scheduled), // T19
        // T20
        (TaskState.Succeeded, TaskState.Ready), (TaskState.Failed, TaskState.Ready), (TaskState.Cancelled, TaskState.Ready),
            (TaskState.Expired, TaskState.Ready),
        // T20 after its parents
        (TaskState.Succeeded, TaskState.Blocked), (TaskState.Failed, TaskState.Blocked), (TaskState.Cancelled, TaskState.Blocked),
            (TaskState.Expired, TaskState.Blocked),
    ];

    private static readonly EndingClass[] Endings = Enum.GetValues<EndingClass>();

    /// <summary>How it is submitted, then verbs as the numbers that pick them, each with the minutes that pass before it.</summary>
    private static Gen<(Start Start, (int Verb, int Minutes)[] Steps)> Lives =>
        (from priority in Gen.Elements(Enum.GetValues<Priority>())
         from hold in Gen.Elements(true, false, false)
         from parents in Gen.Elements(0, 0, 1, 2)
         from runIn in Gen.Elements(0, 40, 40)
         from startIn in Gen.Elements(0, 6, 30)
         select new Start(priority, hold, parents, runIn, startIn)).Zip(Gen.Choose(0, 45).Zip(Gen.Elements(0, 0, 0, 1, 11)).ArrayOf());

    [Fact(Timeout = 60_000)]
    public Task A_task_moves_only_along_the_closed_list_and_keeps_its_shape()
    {
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(2000).WithEndSize(60),
            Prop.ForAll(Lives.ToArbitrary(), life =>
        {
            foreach (var (before, after) in Live(life.Start, life.Steps))
            {
                TaskShape.Check(after);
                Assert.Equal(before.EventCount + 1, after.EventCount);
                Assert.True(after.LastRun >= before.LastRun, "The number of a run was given back.");
                if (before.IsTerminal && !after.IsTerminal)
                    Assert.Equal(before.Generation + 1, after.Generation);
                if (before.State != after.State)
                    Assert.Contains((before.State, after.State), ClosedList);
            }
        }));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 60_000)]
    public Task Random_lives_take_every_way_of_the_closed_list()
    {
        // One fixed seed: this shows what the generator reaches, so it must not depend on luck.
        var seen = Lives.Sample(60, new Rnd(1), 10_000)
            .SelectMany(life => Live(life.Start, life.Steps))
            .Select(step => (step.Before.State, step.After.State));
        Assert.Empty(ClosedList.Except(seen));
        return Task.CompletedTask;
    }

    /// <summary>Each applied step with the version before it.</summary>
    private static IEnumerable<(AgentTask Before, AgentTask After)> Live(Start start, (int Verb, int Minutes)[] steps)
    {
        var now = SampleTasks.Noon;
        var spec = Submissions.In("g", start.Priority) with
        {
            Hold = start.Hold,
            RunAt = start.RunInMinutes == 0 ? null : now.AddMinutes(start.RunInMinutes),
            StartBefore = start.StartInMinutes == 0 ? null : now.AddMinutes(start.StartInMinutes),
        };
        var task = Transitions.Submit(new NewTask(TestIds.Of(1), spec), start.Parents, null, now, SampleTasks.Rules).Task;
        foreach (var (verb, minutes) in steps)
        {
            now = now.AddMinutes(minutes);
            var before = task;
            task = Step(task, verb, now);
            if (task.EventCount != before.EventCount)
                yield return (before, task);
        }
    }

    private static AgentTask Step(AgentTask task, int verb, DateTimeOffset now) => verb switch
    {
        < 21 => After(task, Transitions.End(task, SampleTasks.Token, SampleTasks.Ending(Endings[verb % Endings.Length]),
            SampleTasks.Usage(), "c", now, 0.3, SampleTasks.Rules)),
        21 => After(task, Transitions.Approve(task, "anna", now, SampleTasks.Rules)),
        22 or 23 => Transitions.ParentEnded(task, TestIds.Of(9), true, ParentFailure.Fail, now, SampleTasks.Rules).Task,
        24 => Transitions.ParentEnded(task, TestIds.Of(9), false, ParentFailure.Fail, now, SampleTasks.Rules).Task,
        25 or 26 => After(task, Transitions.Due(task, now, SampleTasks.Rules)),
        27 => After(task, Transitions.Expire(task, now)),
        28 => After(task, Transitions.Promote(task, now, SampleTasks.Rules)),
        29 or 30 or 31 => After(task, Transitions.Claim(task, "one", SampleTasks.Token, 60, now)),
        32 or 33 or 34 => After(task, Transitions.Confirm(task, SampleTasks.Token, 1, null, now)),
        35 => After(task, Transitions.SpawnFailed(task, SampleTasks.Token, "No.", now, SampleTasks.Rules)),
        36 => After(task, Transitions.AskStop(task, StopReason.Drain, "gateway", now)),
        37 => After(task, Transitions.Cancel(task, "anna", now)),
        38 or 39 => After(task, Transitions.Lost(task, SampleTasks.Token, now, 0.3, SampleTasks.Rules)),
        40 => After(task, Transitions.Rearrange(task, (Priority)(now.Minute % 4), null, "anna", now, SampleTasks.Rules)),
        41 => After(task, Transitions.Reschedule(task, now.AddMinutes(5), "anna", now, SampleTasks.Rules)),
        42 => After(task, Transitions.Reschedule(task, now, "anna", now, SampleTasks.Rules)),
        43 => After(task, Transitions.Retry(task,
            new RetryParents(now.Minute % 2 == 0 ? [] : [SampleTasks.Task(TaskState.Ready)], ParentFailure.Fail), false, "anna", now,
            SampleTasks.Rules)),
        44 => After(task, Transitions.Move(task, "other", true, "gateway", now, SampleTasks.Rules)),
        _ => After(task, Transitions.MetadataChanged(task, "anna", now)),
    };

    private static AgentTask After(AgentTask task, TransitionResult result) =>
        result is TransitionResult.Applied applied ? applied.Task : task;

    private sealed record Start(Priority Priority, bool Hold, int Parents, int RunInMinutes, int StartInMinutes);
}
