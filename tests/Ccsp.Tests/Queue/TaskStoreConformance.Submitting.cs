using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue;

public abstract partial class TaskStoreConformance
{
    [Fact(Timeout = 30_000)]
    public async Task An_accepted_task_is_there_with_everything_that_was_submitted()
    {
        await Open();
        var spec = Submissions.In("builds", Priority.High) with
        {
            Agent = "ci",
            Engine = "shell",
            Profile = "work",
            Type = "lint",
            WorkingDirectory = "/srv/repo",
            Retries = 2,
            Env = new Dictionary<string, string> { ["LANG"] = "C" },
        };
        var added = await Add(spec);
        var record = await Read(added.Id);
        Assert.Equal(TaskState.Ready, record.Task.State);
        Assert.Equal((Priority.High, Priority.High, "builds", "ci", "shell", "work", "lint"),
            (record.Task.Priority, record.Task.PriorityClass, record.Task.Group, record.Task.Agent, record.Task.Engine, record.Task.Profile,
            record.Task.Type));
        Assert.Equal(("/srv/repo", 2, 1), (record.Task.ExclusiveDirectory, record.Task.RetryLimit, record.Task.Generation));
        Assert.Equal((_now, _now), (record.Task.CreatedAt, record.Task.ReadyAt));
        Assert.Equal(("Say hello.", "/srv/repo", "C"), (record.Spec.Prompt, record.Spec.WorkingDirectory, record.Spec.Env!["LANG"]));
        Assert.Null(record.Result);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_submission_starts_held_blocked_scheduled_or_ready_as_it_asks()
    {
        await Open();
        var ready = await Add();
        Assert.Equal(TaskState.Ready, ready.State);
        Assert.Equal(TaskState.Held, (await Add(Submissions.Simple() with { Hold = true })).State);
        Assert.Equal(TaskState.Blocked, (await Add(Submissions.Simple() with { DependsOn = [ready.Id] })).State);
        var scheduled = await Add(Submissions.Simple() with { RunAt = _now.AddMinutes(1) });
        Assert.Equal((TaskState.Scheduled, WaitReason.User), (scheduled.State, scheduled.WaitReason));
        Assert.Equal(TaskState.Ready, (await Add(Submissions.Simple() with { RunAt = _now })).State);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_same_key_and_content_is_the_same_task_as_it_is_now()
    {
        await Open();
        var first = Assert.IsType<SubmitOutcome.Accepted>(await TryAdd(Submissions.Simple(), "k", "h")).Task;
        Assert.Equal(first.Id, Assert.IsType<SubmitOutcome.Repeated>(await TryAdd(Submissions.Simple(), "k", "h")).Task.Id);
        await Finish(await Start());
        var repeated = Assert.IsType<SubmitOutcome.Repeated>(await TryAdd(Submissions.Simple(), "k", "h")).Task;
        Assert.Equal((first.Id, TaskState.Succeeded), (repeated.Id, repeated.State));
        Assert.Empty(await Claim());
    }

    [Fact(Timeout = 30_000)]
    public async Task The_same_key_with_other_content_is_a_conflict_that_names_the_first_task()
    {
        await Open();
        var first = Assert.IsType<SubmitOutcome.Accepted>(await TryAdd(Submissions.Simple(), "k", "h")).Task;
        Assert.Equal(first.Id,
            Assert.IsType<SubmitOutcome.KeyConflict>(await TryAdd(Submissions.Simple("Other."), "k", "other")).ExistingTaskId);
        Assert.Single((await _store.ListAsync(new TaskFilter(), Stop)).Items);
    }

    [Fact(Timeout = 30_000)]
    public async Task Keys_belong_to_their_caller_and_are_forgotten_after_the_configured_hours()
    {
        await Open(new QueueOptions { IdempotencyHours = 2 });
        await TryAdd(Submissions.Simple(), "k", "h", "anna");
        Assert.IsType<SubmitOutcome.Accepted>(await TryAdd(Submissions.Simple(), "k", "other", "ben"));
        Pass(2 * 3600 - 1);
        Assert.IsType<SubmitOutcome.Repeated>(await TryAdd(Submissions.Simple(), "k", "h", "anna"));
        Pass(2);
        Assert.IsType<SubmitOutcome.Accepted>(await TryAdd(Submissions.Simple(), "k", "other", "anna"));
    }

    [Fact(Timeout = 30_000)]
    public async Task The_same_key_twice_in_one_batch_is_one_task()
    {
        await Open();
        var outcomes = await AddAll(atomic: true, Item(Submissions.Simple(), "k", "h"), Item(Submissions.Simple(), "k", "h"));
        var accepted = Assert.IsType<SubmitOutcome.Accepted>(outcomes[0]).Task;
        Assert.Equal(accepted.Id, Assert.IsType<SubmitOutcome.Repeated>(outcomes[1]).Task.Id);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_full_store_refuses_all_but_urgent_tasks_first()
    {
        await Open(new QueueOptions { Size = 10, UrgentShare = 0.2 });
        for (var i = 0; i < 8; i++)
            await Add();
        var full = Assert.IsType<SubmitOutcome.Full>(await TryAdd(Submissions.Simple()));
        Assert.Equal(("store", 8, 8, false, 2), (full.Limit, full.Depth, full.Maximum, full.IsCallersOwn, full.KeptForUrgent));
        var snapshot = await _store.SnapshotAsync(_now, Stop);
        Assert.Equal((10, 2), (snapshot.Capacity, snapshot.KeptForUrgent));
        // Nothing has ended yet that could tell how fast places become free.
        Assert.Equal(TimeSpan.FromSeconds(60), full.RetryAfter);
        await Add(Submissions.Urgent());
        await Add(Submissions.Urgent());
        full = Assert.IsType<SubmitOutcome.Full>(await TryAdd(Submissions.Urgent()));
        Assert.Equal((10, 0), (full.Maximum, full.KeptForUrgent));
    }

    [Fact(Timeout = 30_000)]
    public async Task Even_the_smallest_queue_takes_a_task_that_is_not_urgent()
    {
        await Open(new QueueOptions { Size = 1, UrgentShare = 0.5 });
        await Add();
        Assert.Equal(1, Assert.IsType<SubmitOutcome.Full>(await TryAdd(Submissions.Simple())).Maximum);
    }

    [Fact(Timeout = 30_000)]
    public async Task Depth_counts_tasks_that_have_not_ended()
    {
        await Open(new QueueOptions { Size = 2, UrgentShare = 0 });
        await Add();
        await Add(Submissions.Simple() with { Hold = true });
        Assert.IsType<SubmitOutcome.Full>(await TryAdd(Submissions.Simple()));
        var running = await Start();
        Assert.IsType<SubmitOutcome.Full>(await TryAdd(Submissions.Simple()));
        await Finish(running);
        await Add();
    }

    [Fact(Timeout = 30_000)]
    public async Task Limits_of_class_agent_and_group_are_asked_in_this_order()
    {
        await Open(new QueueOptions { SizePerClass = 3, SizePerAgent = 2, SizePerGroup = 1 });
        await Add(Submissions.In("g1") with { Agent = "a" });
        var group = Assert.IsType<SubmitOutcome.Full>(await TryAdd(Submissions.In("g1") with { Agent = "b" }));
        Assert.Equal(("group:g1", 1, 1, true), (group.Limit, group.Depth, group.Maximum, group.IsCallersOwn));
        await Add(Submissions.In("g2") with { Agent = "a" });
        var agent = Assert.IsType<SubmitOutcome.Full>(await TryAdd(Submissions.In("g1") with { Agent = "a" }));
        Assert.Equal(("agent:a", 2, 2, true), (agent.Limit, agent.Depth, agent.Maximum, agent.IsCallersOwn));
        await Add(Submissions.In("g3") with { Agent = "b" });
        var klass = Assert.IsType<SubmitOutcome.Full>(await TryAdd(Submissions.In("g1") with { Agent = "a" }));
        Assert.Equal(("class:normal", 3, 3, false), (klass.Limit, klass.Depth, klass.Maximum, klass.IsCallersOwn));
        await Add(Submissions.In("g4", Priority.Low) with { Agent = "c" });
    }

    [Fact(Timeout = 30_000)]
    public async Task An_atomic_batch_that_does_not_fit_leaves_nothing_behind()
    {
        await Open(new QueueOptions { Size = 2, UrgentShare = 0 });
        var outcomes = await AddAll(atomic: true, Item(Submissions.Simple(), "k", "h"), Item(Submissions.Simple()),
            Item(Submissions.Simple()));
        Assert.Equal([typeof(SubmitOutcome.NotAttempted), typeof(SubmitOutcome.NotAttempted), typeof(SubmitOutcome.Full)],
            outcomes.Select(outcome => outcome.GetType()));
        Assert.Empty((await _store.ListAsync(new TaskFilter(), Stop)).Items);
        Assert.Empty(await _store.EventsAsync(new EventQuery(null, 0, 100), Stop));
        Assert.IsType<SubmitOutcome.Accepted>(await TryAdd(Submissions.Simple(), "k", "other"));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_batch_that_is_not_atomic_keeps_what_fits()
    {
        await Open(new QueueOptions { Size = 2, UrgentShare = 0 });
        var outcomes = await AddAll(atomic: false, Item(Submissions.Simple()), Item(Submissions.Simple() with { DependsOn = ["nobody"] }),
            Item(Submissions.Simple()), Item(Submissions.Simple()));
        Assert.Equal(
            [typeof(SubmitOutcome.Accepted), typeof(SubmitOutcome.UnknownParent), typeof(SubmitOutcome.Accepted),
            typeof(SubmitOutcome.Full)],
            outcomes.Select(outcome => outcome.GetType()));
        Assert.Equal("nobody", ((SubmitOutcome.UnknownParent)outcomes[1]).ParentId);
    }

    [Fact(Timeout = 30_000)]
    public async Task Any_refusal_refuses_an_atomic_batch()
    {
        await Open();
        await TryAdd(Submissions.Simple(), "k", "h");
        var conflict = await AddAll(atomic: true, Item(Submissions.Simple()), Item(Submissions.Simple(), "k", "other"));
        Assert.Equal([typeof(SubmitOutcome.NotAttempted), typeof(SubmitOutcome.KeyConflict)],
            conflict.Select(outcome => outcome.GetType()));
        var unknown = await AddAll(atomic: true, Item(Submissions.Simple() with { DependsOn = ["nobody"] }), Item(Submissions.Simple()));
        Assert.Equal([typeof(SubmitOutcome.UnknownParent), typeof(SubmitOutcome.NotAttempted)],
            unknown.Select(outcome => outcome.GetType()));
        Assert.Single(await Claim());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_thousand_items_are_one_step()
    {
        await Open();
        var outcomes = await AddAll(atomic: true, [.. Enumerable.Range(0, 1000).Select(_ => Item(Submissions.Simple()))]);
        Assert.Equal(1000, outcomes.OfType<SubmitOutcome.Accepted>().Count());
        Assert.Equal(1000, (await _store.SnapshotAsync(_now, Stop)).Depth);
    }
}
