using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue;

public abstract partial class TaskStoreConformance
{
    [Fact(Timeout = 30_000)]
    public async Task A_task_that_nothing_stops_is_next_in_line_through_every_gate()
    {
        await Open();
        var task = await Add(Submissions.In("g") with { WorkingDirectory = "/srv/repo" });
        var explanation = await Explain(task);
        Assert.Equal(("Is next in line.", 0), (explanation.Summary, explanation.Ahead));
        Assert.Equal(
            ["instance:one", "memory:one", "queue", "class:normal", "group:g", "engine:claude", "profile:default",
            "profile:default/default", "agent:default", "dir:/srv/repo"],
            explanation.Gates.Select(gate => gate.Gate));
        Assert.All(explanation.Gates, gate => Assert.True(gate.Admits, gate.Reason));
    }

    [Fact(Timeout = 30_000)]
    public async Task Ahead_are_more_pressing_classes_and_earlier_tasks_of_its_group()
    {
        await Open();
        await Add(Submissions.In("g", Priority.Urgent));
        await Add(Submissions.In("other", Priority.High));
        await Add(Submissions.In("g"));
        await Add(Submissions.In("other"));
        await Add(Submissions.In("g") with { Hold = true });
        var task = await Add(Submissions.In("g"));
        await Add(Submissions.In("g"));
        await Add(Submissions.In("g", Priority.Low));
        Assert.Equal(3, (await Explain(task)).Ahead);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("queue")]
    [InlineData("class:normal")]
    [InlineData("group:g")]
    [InlineData("engine:claude")]
    [InlineData("profile:default")]
    [InlineData("dir:/srv/repo")]
    [InlineData("instance:one")]
    public async Task A_closed_gate_is_named_with_its_reason_and_its_opening(string gate)
    {
        await Open();
        var task = await Add(Submissions.In("g") with { WorkingDirectory = "/srv/repo" });
        var opens = _now.AddMinutes(5);
        await Hold(gate, opens);
        var explanation = await Explain(task);
        var refusing = Assert.Single(explanation.Gates, answer => !answer.Admits);
        Assert.Equal((gate, GateKind.Hold, opens), (refusing.Gate, refusing.Kind, refusing.OpensAt));
        Assert.Contains("Maintenance.", explanation.Summary, StringComparison.Ordinal);
        Assert.Empty(await Claim());
        Pass(300);
        Assert.All((await Explain(task)).Gates, answer => Assert.True(answer.Admits));
        Assert.Single(await Claim());
    }

    [Fact(Timeout = 30_000)]
    public async Task Slots_memory_and_concurrency_answer_as_they_would_at_a_claim()
    {
        await Open();
        var spec = Submissions.Simple() with { WorkingDirectory = "/srv/repo" };
        await Add(spec);
        await ClaimOne();
        var task = await Add(spec);
        Assert.Equal(["dir:/srv/repo"], Refusing(await Explain(task)));
        Assert.Equal(["instance:one", "dir:/srv/repo"], Refusing(await Explain(task, Request(slots: 1))));
        Assert.Equal(["instance:one", "dir:/srv/repo"], Refusing(await Explain(task, Request(slots: 2, reserved: 1))));
        Assert.Equal(["memory:one", "dir:/srv/repo"], Refusing(await Explain(task, Request(memory: 0))));
        Assert.Equal(["dir:/srv/repo"], Refusing(await Explain(task, Request("two", slots: 1))));
    }

    [Fact(Timeout = 30_000)]
    public async Task Every_state_has_its_sentence()
    {
        await Open();
        var held = await Add(Submissions.Simple() with { Hold = true });
        Assert.Contains("approve", (await Explain(held)).Summary, StringComparison.Ordinal);
        var blocked = await AddChild(ParentFailure.Fail, held);
        Assert.Contains(held.Id, (await Explain(blocked)).Summary, StringComparison.Ordinal);
        var scheduled = await Add(Submissions.Simple() with { RunAt = _now.AddHours(1) });
        Assert.Equal("Waits until 2026-03-01 13:00:00Z because of the start time its submitter asked for.",
            (await Explain(scheduled)).Summary);
        await Add();
        var starting = await ClaimOne();
        Assert.Equal("Is being started by one.", (await Explain(starting)).Summary);
        await Confirm(starting);
        Assert.StartsWith("Runs on one since", (await Explain(starting)).Summary, StringComparison.Ordinal);
        await Cancel(starting);
        Assert.Equal("Is being stopped on one, asked by anna.", (await Explain(starting)).Summary);
        await Finish(starting, EndingClass.Cancelled);
        var ended = await Explain(starting);
        Assert.Equal("Ended as cancelled at 2026-03-01 12:00:00Z.", ended.Summary);
        Assert.Empty(ended.Gates);
    }

    [Fact(Timeout = 30_000)]
    public async Task Explaining_changes_nothing()
    {
        await Open();
        var task = await Add();
        for (var i = 0; i < 3; i++)
            await Explain(task);
        Assert.Equal(task, await Now(task) with { Usage = task.Usage });
        Assert.Single(await _store.EventsAsync(new EventQuery(null, 0, 100), Stop));
    }

    private static IEnumerable<string> Refusing(Explanation explanation) =>
        explanation.Gates.Where(gate => !gate.Admits).Select(gate => gate.Gate);
}
