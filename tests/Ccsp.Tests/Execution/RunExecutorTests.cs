using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;
using Ccsp.Tests.Queue;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Execution;

/// <summary>A real process behind a start whose disk does not answer at first.</summary>
public sealed class RunExecutorTests : IDisposable
{
    private readonly TempFolder _data = new();
    private readonly TestClock _clock = new(SampleTasks.Noon);
    private readonly ManualResetEventSlim _disk = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _disk.Dispose();
        _data.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_start_that_waits_for_the_disk_of_the_gateway_says_so_and_fails_no_task()
    {
        var (store, log, making) = (new ModelTaskStore(new QueueOptions()), new RecordingLogger<RunExecutor>(), new TaskCompletionSource());
        using var supervisors =
            Supervisors.Create(new SupervisorsOptions { DataDirectory = _data.Path, ForceScan = true, Reached = Block },
                TimeProvider.System);
        var executor = Executor(store, supervisors, log);
        var spec = Submissions.Simple() with { Engine = "true" };
        await store.SubmitAsync(new SubmitBatch([Submissions.Submit(TestIds.Of(1), spec)], Atomic: true, SampleTasks.Noon), Stop);
        var claimed = Assert.Single(await store.ClaimAsync(new ClaimRequest("one", 1, 0, 1, 1, SampleTasks.Noon), Stop));

        var executing = executor.ExecuteAsync(claimed, new ActiveRun(claimed), Stop);
        await making.Task.WaitAsync(Stop);
        for (var minute = 1; minute <= 2; minute++)
        {
            await _clock.ArmedForAsync(TimeSpan.FromSeconds(60)).WaitAsync(Stop);
            _clock.Advance(TimeSpan.FromSeconds(60));
            // It has said so by the time it waits again.
            await _clock.ArmedForAsync(TimeSpan.FromSeconds(60)).WaitAsync(Stop);
            Assert.Equal(minute, log.Count("the disk of the data folder"));
        }

        Assert.Equal(TaskState.Starting, (await store.GetAsync(claimed.Task.Id, Stop))!.Task.State);
        _disk.Set();
        await executing;
        Assert.Equal(TaskState.Succeeded, (await store.GetAsync(claimed.Task.Id, Stop))!.Task.State);

        void Block(string step)
        {
            if (step != "folder")
                return;
            making.TrySetResult();
            _disk.Wait(TimeSpan.FromSeconds(50));
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("sh", "echo t >>\"$1\"; exec sleep 50", EndingClass.Timeout, "timeout")]
    [InlineData("sh", "echo t >>\"$1\"; kill -KILL $$", EndingClass.Crashed, "retries")]
    [InlineData("sh", "echo t >>\"$1\"; no-such-program", EndingClass.EngineMissing, "retries")]
    public async Task Who_forbids_repeats_gets_one_run_however_it_ends(
        string engine, string script, EndingClass ending, string reason)
    {
        var store = new ModelTaskStore(new QueueOptions());
        using var supervisors = Supervisors.Create(
            new SupervisorsOptions { DataDirectory = _data.Path, ForceScan = true }, TimeProvider.System);
        var executor = Executor(store, supervisors, new RecordingLogger<RunExecutor>());
        var mark = _data["mark"];
        var spec = Submissions.Simple() with
        {
            Engine = engine,
            Prompt = script.Replace("$1", mark, StringComparison.Ordinal),
            Retries = 0,
            TimeoutSeconds = 1,
        };
        await store.SubmitAsync(new SubmitBatch([Submissions.Submit(TestIds.Of(1), spec)], Atomic: true, SampleTasks.Noon), Stop);
        var claimed = Assert.Single(await store.ClaimAsync(new ClaimRequest("one", 1, 0, 1, 1, SampleTasks.Noon), Stop));

        await executor.ExecuteAsync(claimed, new ActiveRun(claimed), Stop);

        var task = (await store.GetAsync(claimed.Task.Id, Stop))!.Task;
        Assert.Equal((TaskState.Failed, ending, reason), (task.State, task.Ending!.Class, Words<FailReason>.Of(task.FailReason!.Value)));
        Assert.Equal("t\n", await File.ReadAllTextAsync(mark, Stop));
    }

    private RunExecutor Executor(ModelTaskStore store, Supervisors supervisors, RecordingLogger<RunExecutor> log)
    {
        var engines = new EngineCatalog(new Dictionary<string, EngineOptions>
        {
            ["lines"] = new() { Kind = EngineKinds.Command, Command = ["/bin/sh"], Output = OutputFormat.StreamJson },
            ["sh"] = new() { Kind = EngineKinds.Command, Command = ["/bin/sh"], Output = OutputFormat.Text },
            ["true"] = new() { Kind = EngineKinds.Command, Command = ["/bin/true"], Output = OutputFormat.Text },
        });
        var (options, random, folders) = (new ExecutionOptions(), new RandomSource(), new RunFolders(_data.Path));
        var instance = new Instance("one", "host", 1);
        var ending = new RunEnding(new UnknownWordings(_data["unknown-endings.json"], _clock), folders, instance, _clock,
            NullLogger<RunEnding>.Instance);
        var profiles = new Dictionary<string, Profile> { ["default"] = new("default", new Dictionary<string, string>()) };
        var starter = new RunStarter(engines, profiles, folders, supervisors, new TaskFiles([], _data.Path, []), options.Timeouts,
            new SharedLease(null), _clock);
        var flow = new RunFlow(store, engines, new RunVerdict(engines, random, options, _clock), options, ending, _clock,
            NullLogger<RunFlow>.Instance);
        return new RunExecutor(store, starter, flow, new StartRefusals(store, engines, new StartBackoff(), random, _clock),
            new StoreReturn(new SharedLease(null), options.Heartbeat, _clock, NullLogger<StoreReturn>.Instance),
            new ExecutionSite(instance, new ActiveRuns(), _clock, _ => { }), log);
    }
}
