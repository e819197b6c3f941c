using Ccsp.Contracts;
using Ccsp.Gateway.Execution;
using Ccsp.Tests.Processes;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Execution;

/// <summary>A real process behind a start whose disk does not answer at first.</summary>
public sealed class RunExecutorTests : IDisposable
{
    private readonly ManualResetEventSlim _disk = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _disk.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task A_start_that_waits_for_the_disk_of_the_gateway_says_so_and_fails_no_task()
    {
        var (log, making) = (new RecordingLogger<RunExecutor>(), new TaskCompletionSource());
        using var bench = new ExecutionBench(reached: Block);
        await bench.SubmitAsync(1, Submissions.Simple() with { Engine = "true" });
        var claimed = Assert.Single(await bench.ClaimAsync());

        var executing = bench.Executor(log).ExecuteAsync(claimed, new ActiveRun(claimed), Stop);
        await making.Task.WaitAsync(Stop);
        for (var minute = 1; minute <= 2; minute++)
        {
            await bench.Clock.ArmedForAsync(TimeSpan.FromSeconds(60)).WaitAsync(Stop);
            bench.Clock.Advance(TimeSpan.FromSeconds(60));
            // It has said so by the time it waits again.
            await bench.Clock.ArmedForAsync(TimeSpan.FromSeconds(60)).WaitAsync(Stop);
            Assert.Equal(minute, log.Count("the disk of the data folder"));
        }

        Assert.Equal(TaskState.Starting, (await bench.RecordAsync(1)).Task.State);
        _disk.Set();
        await executing;
        Assert.Equal(TaskState.Succeeded, (await bench.RecordAsync(1)).Task.State);

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
        using var bench = new ExecutionBench();
        var mark = bench["mark"];
        var spec = Submissions.Simple() with
        {
            Engine = engine,
            Prompt = script.Replace("$1", mark, StringComparison.Ordinal),
            Retries = 0,
            TimeoutSeconds = 30,
        };
        await bench.SubmitAsync(1, spec);
        var running = await bench.BeginAsync();
        if (ending == EndingClass.Timeout)
            await PassDeadlineAsync(bench, mark);
        await running;

        var task = (await bench.RecordAsync(1)).Task;
        Assert.Equal((TaskState.Failed, ending, reason),
            (task.State, task.Ending!.Class, EnumNames<FailReason>.Of(task.FailReason!.Value)));
        Assert.Equal("t\n", await File.ReadAllTextAsync(mark, Stop));
    }

    /// <summary>On the gateway's clock, once the run has left its mark.</summary>
    private static async Task PassDeadlineAsync(ExecutionBench bench, string mark)
    {
        await SupervisorFixture.EventuallyAsync(() => File.Exists(mark) && new FileInfo(mark).Length > 0, "the run has left its mark");
        await bench.Clock.ArmedForAsync(TimeSpan.FromSeconds(30)).WaitAsync(Stop);
        bench.Clock.Advance(TimeSpan.FromSeconds(30));
    }
}
