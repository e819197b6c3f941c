using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue;

public abstract partial class TaskStoreConformance
{
    private const double Day = 86_400;

    private async Task<AgentTask> AddEnded()
    {
        var ended = await Cancel(await Add());
        Pass(1);
        return ended;
    }

    [Fact(Timeout = 30_000)]
    public async Task Good_endings_are_kept_for_their_days_and_others_longer()
    {
        await Open();
        await Add();
        var good = await Finish(await Start());
        var bad = await AddEnded();
        var keep = new RetentionOptions { SucceededDays = 2, OtherDays = 5 };
        Pass((2 * Day) - 10);
        Assert.Empty((await Sweep(retention: keep)).DeletedIds);
        Pass(20);
        Assert.Equal([good.Id], (await Sweep(retention: keep)).DeletedIds);
        Pass(3 * Day);
        Assert.Equal([bad.Id], (await Sweep(retention: keep)).DeletedIds);
        Assert.Equal(0, (await _store.SnapshotAsync(_now, Stop)).Ended);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_deleted_task_leaves_nothing_behind()
    {
        await Open();
        await TryAdd(Submissions.Simple(), "k", "h");
        var ended = await Finish(await Start());
        Pass(1);
        var report = await Sweep(retention: new RetentionOptions { MaximumCount = 0 });
        Assert.Equal((1, ended.Id), (report.Deleted, Assert.Single(report.DeletedIds)));
        Assert.Null(await _store.GetAsync(ended.Id, Stop));
        Assert.Empty(await _store.RunsAsync(ended.Id, Stop));
        Assert.Empty(await EventsOf(ended));
        Assert.Empty((await _store.ListAsync(new TaskFilter(), Stop)).Items);
        Assert.IsType<ChangeOutcome.NotFound>(await TryChange(new TaskChange.Retry(ended.Id, "anna", _now)));
        Assert.IsType<SubmitOutcome.Accepted>(await TryAdd(Submissions.Simple(), "k", "h"));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_key_that_stands_for_a_later_task_by_now_outlives_the_first()
    {
        await Open();
        await TryAdd(Submissions.Simple(), "nightly", "h");
        await Finish(await Start());
        Pass(Day + 1);
        var later = Assert.IsType<SubmitOutcome.Accepted>(await TryAdd(Submissions.Simple(), "nightly", "h")).Task;
        Assert.Equal(1, (await Sweep(retention: new RetentionOptions { MaximumCount = 0 })).Deleted);
        Assert.Equal(later.Id, Assert.IsType<SubmitOutcome.Repeated>(await TryAdd(Submissions.Simple(), "nightly", "h")).Task.Id);
    }

    [Fact(Timeout = 30_000)]
    public async Task Beyond_the_count_the_oldest_endings_go_first()
    {
        await Open();
        List<AgentTask> ended = [];
        for (var i = 0; i < 5; i++)
            ended.Add(await AddEnded());
        var keep = new RetentionOptions { MaximumCount = 2 };
        Assert.Equal(Ids(ended[..2]), (await Sweep(limit: 2, retention: keep)).DeletedIds);
        Assert.Equal(Ids(ended[2..3]), (await Sweep(limit: 2, retention: keep)).DeletedIds);
        Assert.Empty((await Sweep(limit: 2, retention: keep)).DeletedIds);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(3, 2)]
    [InlineData(2, 3)]
    [InlineData(0, 5)]
    public async Task What_age_deletes_counts_as_deleted_beyond_the_count(int maximum, int deleted)
    {
        await Open();
        List<AgentTask> ended = [await AddEnded(), await AddEnded()];
        Pass(3 * Day);
        for (var i = 0; i < 3; i++)
            ended.Add(await AddEnded());
        var keep = new RetentionOptions { OtherDays = 2, MaximumCount = maximum };
        Assert.Equal(Ids(ended[..deleted]), (await Sweep(retention: keep)).DeletedIds);
        Assert.Empty((await Sweep(retention: keep)).DeletedIds);
    }

    [Fact(Timeout = 30_000)]
    public async Task What_has_not_ended_is_never_deleted()
    {
        await Open();
        var held = await Add(Submissions.Simple() with { Hold = true });
        var retried = await RetryByHand(await AddEnded());
        Pass(1000 * Day);
        Assert.Empty((await Sweep(retention: new RetentionOptions { MaximumCount = 0 })).DeletedIds);
        Assert.Equal((TaskState.Held, TaskState.Ready), ((await Now(held)).State, (await Now(retried)).State));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_parent_is_kept_until_its_child_has_ended()
    {
        await Open();
        var parent = await AddEnded();
        var open = await Add(Submissions.Simple() with { Hold = true });
        var child = await AddChild(ParentFailure.Continue, parent, open);
        var none = new RetentionOptions { MaximumCount = 0 };
        Pass(1000 * Day);
        Assert.Empty((await Sweep(retention: none)).DeletedIds);
        await Cancel(child);
        Assert.Equal(new[] { parent.Id, child.Id }.Order(), (await Sweep(retention: none)).DeletedIds.Order());
    }
}
