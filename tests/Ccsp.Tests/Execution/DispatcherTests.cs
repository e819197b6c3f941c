using Ccsp.Contracts;
using Ccsp.Gateway.Api;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Hosting;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage;
using Ccsp.Tests.Queue;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Execution;

/// <summary>On a real file system without inodes.</summary>
public sealed class DispatcherTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestClock _clock = new(SampleTasks.Noon);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task What_waited_for_room_starts_with_the_next_look_and_not_at_the_end_of_the_back_off()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting takes root");
        using var disk = new TempDisk(_folder["disk"], "8m,nr_inodes=2");
        var (starts, store, started) = (new StartBackoff(), new ModelTaskStore(new QueueOptions()), new TaskCompletionSource());
        var duty = new DataFolderDuty(_folder["disk"], new FilesInPlace(), new Readiness(), starts, TimeProvider.System,
            NullLogger<DataFolderDuty>.Instance);
        await store.SubmitAsync(new SubmitBatch([Submissions.Submit(TestIds.Of(1), Submissions.Simple())], Atomic: true, SampleTasks.Noon),
            Stop);
        await File.WriteAllTextAsync(disk["last"], "", Stop);
        await duty.RunOnceAsync(default, Stop);
        foreach (var _ in Enumerable.Range(0, 6))
            starts.Failed(SampleTasks.Noon, jitter: 0, "No space left on device");
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var dispatching = Dispatcher(store, starts).RunAsync(
            (_, _) =>
            {
                started.TrySetResult();
                return Task.CompletedTask;
            },
            leave.Token);

        await LookAsync();
        await WaitsAsync();
        Assert.Equal((false, TaskState.Ready), (started.Task.IsCompleted, (await store.GetAsync(TestIds.Of(1), Stop))!.Task.State));
        File.Delete(disk["last"]);
        await duty.RunOnceAsync(default, Stop);
        await LookAsync();
        await started.Task.WaitAsync(Stop);

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dispatching);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("no process can be made")]
    [InlineData("claims are held")]
    [InlineData("another process has the id")]
    public async Task Nothing_is_claimed_before_it_can_be_started(string trouble)
    {
        var (starts, runs, instance) = (new StartBackoff(), new ActiveRuns(), new Instance("one", "host", 1));
        var (store, started) = (new ModelTaskStore(new QueueOptions()), new TaskCompletionSource());
        await store.SubmitAsync(new SubmitBatch([Submissions.Submit(TestIds.Of(1), Submissions.Simple())], Atomic: true, SampleTasks.Noon),
            Stop);
        // The third pause in a row lasts four seconds.
        foreach (var _ in Enumerable.Range(0, trouble == "no process can be made" ? 3 : 0))
            starts.Failed(SampleTasks.Noon, jitter: 0, "Resource temporarily unavailable");
        if (trouble == "claims are held")
            runs.Hold(null);
        instance.HeldBy = trouble == "another process has the id" ? "another" : null;
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var dispatching = Dispatcher(store, starts, runs, instance).RunAsync(
            (_, _) =>
            {
                started.TrySetResult();
                return Task.CompletedTask;
            },
            leave.Token);

        foreach (var _ in Enumerable.Range(1, 3))
            await LookAsync();
        await WaitsAsync();
        Assert.Equal((false, TaskState.Ready), (started.Task.IsCompleted, (await store.GetAsync(TestIds.Of(1), Stop))!.Task.State));
        runs.Release();
        instance.HeldBy = null;
        await LookAsync();
        await started.Task.WaitAsync(Stop);

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dispatching);
    }

    private Dispatcher Dispatcher(ModelTaskStore store, StartBackoff starts, ActiveRuns? runs = null, Instance? instance = null)
    {
        var options = new ExecutionOptions { MaxConcurrent = 1, Limits = new() { MemoryPressurePercent = 100 } };
        var settings = new DispatcherSettings(instance ?? new Instance("one", "host", 1), options,
            new AdaptiveSlots(options, Pressure.Read), _clock)
        {
            MemoryPerRunMiB = 0,
        };
        return new Dispatcher(store, new EventHub(), runs ?? new ActiveRuns(), starts,
            new StoreReturn(new SharedLease(null), options.Heartbeat, _clock, NullLogger<StoreReturn>.Instance), settings,
            NullLogger<Dispatcher>.Instance);
    }

    private Task WaitsAsync() => _clock.ArmedForAsync(TimeSpan.FromSeconds(1)).WaitAsync(Stop);

    /// <summary>The poll comes once a second.</summary>
    private async Task LookAsync()
    {
        await WaitsAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));
    }
}
