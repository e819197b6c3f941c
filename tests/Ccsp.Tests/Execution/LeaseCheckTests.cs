using Ccsp.Contracts;
using Ccsp.Gateway.EmergencyStop;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage;
using Ccsp.Tests.Processes;
using Ccsp.Tests.Queue.Redis;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Execution;

/// <summary>Runs whose records vanish from a real Redis server.</summary>
public sealed class LeaseCheckTests : IDisposable
{
    private readonly ActiveRuns _runs = new();
    private readonly TempFolder _data = new();
    private readonly StoreSetback _setback = new(TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _data.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task An_emptied_store_ends_the_runs_here_and_a_whole_one_none()
    {
        await using var two = await TwoWriters.StartAsync();
        var run = await RunAsync(two);
        var check = Check(two);
        Assert.Empty(await check.EndAllAsync(Stop));
        Assert.False(run.StopAsked.IsCompleted || run.IsUnleased);
        Assert.Null(_setback.Seen);

        await two.Server.CommandAsync("FLUSHALL");
        var ending = Assert.Single(await check.EndAllAsync(Stop));
        Assert.True(run.IsUnleased && run.StopAsked.IsCompleted && run.Hurried.IsCompleted);
        await ending.WaitAsync(Stop);
        Assert.Contains($"does not know the lease of task {run.TaskId}", _setback.Seen, StringComparison.Ordinal);
        Assert.Empty(await check.EndAllAsync(Stop));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_lease_that_another_instance_has_now_ends_the_run_here()
    {
        await using var two = await TwoWriters.StartAsync();
        var run = await RunAsync(two);
        var failed = new StartFailed(run.TaskId, run.Token, "elsewhere", Hold: null, TimeProvider.System.GetUtcNow());
        Assert.IsType<LeaseOutcome.Applied>(await two.Other.Store.GiveBackAsync(failed, Stop));
        Assert.Single(await TwoWriters.ClaimAsync(two.Other, "other"));
        _ = Assert.Single(await Check(two).EndAllAsync(Stop));
        Assert.True(run.IsUnleased);
        Assert.Null((await two.Other.Store.GetAsync(run.TaskId, Stop))!.Task.Stop);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_emergency_stop_counts_and_ends_what_runs_here_whatever_the_store_knows()
    {
        await using var two = await TwoWriters.StartAsync();
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = await RunAsync(two, async active =>
        {
            await active.StopAsked;
            await over.Task;
        });
        await two.Server.CommandAsync("FLUSHALL");
        var here = new LocalRuns("one", _runs.Hold, _runs.Release, _runs.Counts)
        {
            IsShared = true,
            EndUnleased = Check(two).EndAllAsync,
        };
        var emergency = new EmergencyStopService(two.One.Store, new StopFile(_data.Path), new UnwrittenStopFile(_data.Path), here,
            TimeProvider.System, NullLogger<EmergencyStopService>.Instance);

        var outcome = await emergency.OrderAsync(EmergencyMode.Kill, "fire", "anna", Stop);
        Assert.True(outcome.Changed && run.StopAsked.IsCompleted);
        Assert.Equal((1, null), (outcome.State!.Survivors, outcome.State.StoppedAt));
        Assert.Equal(1, (await emergency.NowAsync(Stop))!.Survivors);

        over.SetResult();
        await run.Completion.WaitAsync(Stop);
        var receipt = (await emergency.NowAsync(Stop))!;
        Assert.Equal((1, 1, 0), (receipt.Instances["one"].Live, receipt.Instances["one"].Stopped, receipt.Survivors));
        Assert.NotNull(receipt.StoppedAt);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_another_instance_ends_for_its_lost_lease_is_on_the_receipt_wherever_one_asks()
    {
        await using var two = await TwoWriters.StartAsync();
        var run = await RunAsync(two);
        await two.Server.CommandAsync("FLUSHALL");
        // It was asked of the other instance; this one hears of it with its next heartbeat.
        await two.Other.Store.EmergencyAsync(
            new EmergencyChange.Stop(EmergencyMode.Kill, "fire", "anna", TimeProvider.System.GetUtcNow()), Stop);
        var here = new EmergencyStopService(two.One.Store, new StopFile(_data.Path), new UnwrittenStopFile(_data.Path),
            new LocalRuns("one", _runs.Hold, _runs.Release, _runs.Counts) { IsShared = true }, TimeProvider.System,
            NullLogger<EmergencyStopService>.Instance);
        await here.NoteAsync(await Check(two).CompareAsync(_runs.All(), [], Stop), Stop);
        await run.Completion.WaitAsync(Stop);
        for (var i = 0; i < 2; i++)
            await here.SettleAsync(TimeProvider.System.GetUtcNow(), Stop);
        var receipt = (await two.Other.Store.EmergencyNowAsync(Stop))!;
        Assert.Equal(("one", new EmergencyRuns(1, Stopped: 1)), (receipt.Instances.Single().Key, receipt.Instances.Single().Value));
        Assert.Equal(receipt.Instances, (await here.NowAsync(Stop))!.Instances);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_shared_store_that_stands_still_has_told_nobody_and_the_answer_says_so()
    {
        await using var two = await TwoWriters.StartAsync();
        var run = await RunAsync(two);
        var here = new LocalRuns("one", _runs.Hold, _runs.Release, _runs.Counts) { IsShared = true };
        var emergency = new EmergencyStopService(two.One.Store, new StopFile(_data.Path), new UnwrittenStopFile(_data.Path), here,
            TimeProvider.System, NullLogger<EmergencyStopService>.Instance);
        two.Server.Suspend();
        await emergency.OrderAsync(EmergencyMode.Kill, "fire", "anna", Stop);
        Assert.True(emergency.IsOnlyHere && run.StopAsked.IsCompleted);
        Assert.True((await emergency.NowAsync(Stop))!.Stands);

        two.Server.Resume();
        // It waits for the store by itself.
        while (emergency.IsOnlyHere)
            await emergency.SettleAsync(default, Stop);
        Assert.True((await two.Other.Store.EmergencyNowAsync(Stop))!.Stands);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_emergency_stop_ends_what_lives_in_the_folders_and_no_store_knows()
    {
        await using var two = await TwoWriters.StartAsync();
        await using var fixture = new SupervisorFixture();
        await two.AddAsync(two.One, Submissions.Simple());
        var leased = Assert.Single(await TwoWriters.ClaimAsync(two.One, "one")).Task.Id;
        var (known, unknown) = (Command(leased), Command(Guid.NewGuid().ToString("D")));
        foreach (var command in (SupervisedCommand[])[known, unknown])
            await SupervisorFixture.FirstByteAsync(await fixture.StartAsync(command));
        fixture.Restart();

        var live = new LiveRuns(new RunFolders(Path.Combine(fixture.Root, "data")), fixture.Supervisors.AdoptAsync, TimeSpan.Zero);
        await Assert.Single(await Check(two, live).EndAllAsync(Stop)).WaitAsync(Stop);
        await SupervisorFixture.NoneAliveAsync(unknown.Marker);
        Assert.Contains(known.Directory, live.Find());
        Assert.Empty(await live.EndAsync(known.Directory, "the test"));

        SupervisedCommand Command(string task) => fixture.Command(SupervisorFixture.Scenario("daemon", ("stay", 60_000))) with
        {
            Directory = Path.Combine(fixture.Root, "data", "runs", task, "1"),
        };
    }

    private LeaseCheck Check(TwoWriters two, LiveRuns? live = null) => new(two.One.Store, _runs,
        live ?? new LiveRuns(new RunFolders(_data.Path), _ => throw new InvalidOperationException("no run folder is here"), TimeSpan.Zero),
        new Instance("one", "host", Environment.ProcessId), _setback, TimeProvider.System, NullLogger<LeaseCheck>.Instance);

    private async Task<ActiveRun> RunAsync(TwoWriters two, Func<ActiveRun, Task>? flow = null)
    {
        await two.AddAsync(two.One, Submissions.Simple());
        var claimed = Assert.Single(await TwoWriters.ClaimAsync(two.One, "one"));
        Assert.True(_runs.TryBegin(claimed, flow ?? (active => active.StopAsked)));
        return _runs.Find(claimed.Task.Id)!;
    }
}
