using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Queue;

public sealed class SweepDutyTests
{
    [Fact(Timeout = 30_000)]
    public async Task A_run_whose_instance_is_gone_gets_the_line_of_its_ending()
    {
        using var data = new TempFolder();
        var (clock, log, stop) = (new TestClock(SampleTasks.Noon), new RecordingLogger<RunEnding>(), TestContext.Current.CancellationToken);
        var store = new ModelTaskStore(new QueueOptions());
        await store.RenewAsync(new Heartbeat("gone", "host", 1, null, SampleTasks.Noon, TimeSpan.FromSeconds(20)), stop);
        await store.SubmitAsync(new SubmitBatch([Submissions.Submit(TestIds.Of(1), Submissions.Simple())], Atomic: true, SampleTasks.Noon),
            stop);
        var claimed = Assert.Single(await store.ClaimAsync(new ClaimRequest("gone", 1, 0, 1, 1, SampleTasks.Noon), stop)).Task;
        await store.ConfirmAsync(new RunStarted(claimed.Id, claimed.Lease!.Token, 4711, 99, "boot", null, SampleTasks.Noon), stop);
        var ending = new RunEnding(new UnknownWordings(data["unknown"], clock), new RunFolders(data.Path), new Instance("one", "host", 1),
            clock, log);
        var sweep = new SweepDuty(store, "one", new RetentionOptions(), _ => { }, ending.Report, NullLogger<SweepDuty>.Instance);
        clock.Advance(TimeSpan.FromSeconds(90));
        await sweep.RunOnceAsync(clock.GetUtcNow(), stop);
        var line = Assert.Single(log.Lines);
        Assert.Contains($"Task {claimed.Id} run 1 ended: lost after 90 s, 0 USD; the task is", line, StringComparison.Ordinal);
        Assert.Contains("Instance gone", line, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Files_that_cannot_be_removed_keep_no_others_on_the_disk()
    {
        var (store, stop) = (new ModelTaskStore(new QueueOptions()), TestContext.Current.CancellationToken);
        string[] ids = [TestIds.Of(1), TestIds.Of(2), TestIds.Of(3)];
        await store.SubmitAsync(
            new SubmitBatch([.. ids.Select(id => Submissions.Submit(id, Submissions.Simple()))], Atomic: true, SampleTasks.Noon), stop);
        foreach (var id in ids)
            Assert.IsType<ChangeOutcome.Applied>(await store.ChangeAsync(new TaskChange.Cancel(id, "anna", SampleTasks.Noon), stop));
        List<string> tried = [];
        var sweep = new SweepDuty(store, "one", new RetentionOptions(), Remove, (_, _) => { }, NullLogger<SweepDuty>.Instance);
        await sweep.RunOnceAsync(SampleTasks.Noon.AddDays(91), stop);
        Assert.Equal(ids, tried.Order(StringComparer.Ordinal));

        void Remove(string id)
        {
            tried.Add(id);
            if (tried.Count == 1)
                throw new UnauthorizedAccessException("a directory nobody may write in");
        }
    }
}
