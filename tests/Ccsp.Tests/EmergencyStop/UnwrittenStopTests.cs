using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.EmergencyStop;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Api;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.EmergencyStop;

/// <summary>An emergency stop and a cancel whose store does not take them.</summary>
public sealed class UnwrittenStopTests : IDisposable
{
    private readonly TempFolder _data = new();
    private readonly TestIds _ids = new();
    private readonly ActiveRuns _runs = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITaskStore _store;
    private readonly RefusingStore _trouble;
    private readonly UnwrittenStopFile _file;

    public UnwrittenStopTests()
    {
        (_store, _trouble) = RefusingStore.Before(new PublishingStore(new QueueOptions(), new EventHub()));
        _file = new UnwrittenStopFile(_data.Path);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _over.TrySetResult();
        _data.Dispose();
    }

    [Theory(Timeout = 120_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_store_in_trouble_keeps_no_run_alive_and_learns_of_the_stop_later(bool full)
    {
        var run = await RunAsync();
        var emergency = Emergency();
        emergency.Prepare();
        (_trouble.IsFull, _trouble.StandsStill) = (full, !full);
        var outcome = await emergency.OrderAsync(EmergencyMode.Kill, "the disk burns", "anna", Stop);
        Assert.True(outcome.Changed);
        Assert.Equal((StopReason.Emergency, "anna"), ((await run.StopAsked).Reason, run.Unwritten!.Actor));
        Assert.True(_runs.IsHeld);
        Assert.Equal((EmergencyMode.Kill, 1, 1), (outcome.State!.Mode, outcome.State.Instances["one"].Live, outcome.State.Survivors));
        run.IsOver = true;
        Assert.Equal(0, emergency.Seen(stored: null)!.Survivors);
        Assert.Equal(("the disk burns", "anna"), (_file.Read()!.Reason, _file.Read()!.Actor));

        _trouble.IsFull = false;
        _trouble.GoOn();
        await emergency.SettleAsync(SampleTasks.Noon, Stop);
        Assert.True((await _store.EmergencyNowAsync(Stop))!.Stands);
        Assert.Null(emergency.Unwritten);
        Assert.False(_runs.IsHeld);
        Assert.Null(_file.Read());
    }

    [Fact(Timeout = 120_000)]
    public async Task Who_asks_while_the_stop_is_being_stored_is_told_that_it_stands()
    {
        var (clock, patience) = (new TestClock(), TimeSpan.FromMilliseconds(500));
        var emergency = Emergency(clock);
        _trouble.StandsStill = true;
        var ordering = emergency.OrderAsync(EmergencyMode.Kill, "now", "anna", Stop);
        await clock.ArmedForAsync(patience);
        clock.Advance(patience);
        Assert.True((await ordering).State!.Stands);
        var asking = emergency.NowAsync(Stop);
        await clock.ArmedForAsync(patience);
        // What was asked before gets no answer.
        _trouble.StandsStill = false;
        await emergency.SettleAsync(SampleTasks.Noon, Stop);
        clock.Advance(patience);
        Assert.True((await asking)!.Stands);
    }

    [Fact(Timeout = 120_000)]
    public async Task One_that_is_stored_while_it_is_obeyed_leaves_neither_an_order_nor_a_hold_behind()
    {
        var holding = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stored = new ManualResetEventSlim();
        var runs = new LocalRuns("one", Hold, _runs.Release, _runs.Counts);
        var emergency = new EmergencyStopService(_store, new StopFile(_data.Path), _file, runs, TimeProvider.System,
            NullLogger<EmergencyStopService>.Instance);
        emergency.Prepare();
        _trouble.IsFull = true;
        var ordering = Task.Run(() => emergency.OrderAsync(EmergencyMode.Kill, "now", "anna", Stop), Stop);
        await holding.Task;
        _trouble.IsFull = false;
        await emergency.SettleAsync(SampleTasks.Noon, Stop);
        stored.Set();
        Assert.True((await ordering).State!.Stands);
        Assert.Equal((null, false), (_file.Read(), _runs.IsHeld));

        void Hold(StopRequest? request)
        {
            holding.SetResult();
            stored.Wait(Stop);
            _runs.Hold(request);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_hold_ends_no_run_and_claims_end_all_the_same()
    {
        var run = await RunAsync();
        _trouble.IsFull = true;
        await Emergency().OrderAsync(EmergencyMode.Hold, "wait", "anna", Stop);
        Assert.False(run.StopAsked.IsCompleted);
        Assert.True(_runs.IsHeld);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_run_that_begins_after_the_stop_is_ended_too()
    {
        _trouble.IsFull = true;
        await Emergency().OrderAsync(EmergencyMode.Kill, "now", "anna", Stop);
        _trouble.IsFull = false;
        Assert.Equal(StopReason.Emergency, (await (await RunAsync()).StopAsked).Reason);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_later_gateway_takes_up_what_no_store_had_taken_and_a_clear_ends_it_for_good()
    {
        _trouble.IsFull = true;
        var first = Emergency();
        first.Prepare();
        await first.OrderAsync(EmergencyMode.Kill, "now", "anna", Stop);
        var later = Emergency();
        await later.TakeUpAsync(Stop);
        Assert.True(_runs.IsHeld);
        await Assert.ThrowsAsync<StorageFull>(() => later.ClearAsync("bert", Stop));
        _trouble.IsFull = false;
        Assert.False((await later.ClearAsync("bert", Stop))!.State!.Stands);
        await later.TakeUpAsync(Stop);
        Assert.False((await _store.EmergencyNowAsync(Stop))!.Stands);
        Assert.False(_runs.IsHeld);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_cancel_ends_the_run_here_while_the_store_takes_nothing()
    {
        var run = await RunAsync();
        _trouble.IsFull = true;
        var cancel = new TaskCancel(_store, _runs, TimeProvider.System, NullLogger<TaskCancel>.Instance);
        var outcome = await cancel.CancelAsync(new TaskChange.Cancel(run.TaskId, "anna", SampleTasks.Noon));
        Assert.Equal(TaskState.Stopping, Assert.IsType<ChangeOutcome.Applied>(outcome).Task.State);
        Assert.Equal(StopReason.Cancel, (await run.StopAsked).Reason);
        Assert.Equal(TaskState.Stopping, cancel.Unwritten(run.TaskId)!.Task.State);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_cancel_of_what_does_not_run_here_says_that_the_store_is_full()
    {
        _trouble.IsFull = true;
        var cancel = new TaskCancel(_store, _runs, TimeProvider.System, NullLogger<TaskCancel>.Instance);
        await Assert.ThrowsAsync<StorageFull>(() => cancel.CancelAsync(new TaskChange.Cancel(_ids.Next(), "anna", SampleTasks.Noon)));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_cancel_counts_more_than_a_stop_that_came_before_it()
    {
        var run = await RunAsync();
        run.AskUnwritten(new StopRequest(StopReason.Emergency, "anna", SampleTasks.Noon));
        run.AskUnwritten(new StopRequest(StopReason.Cancel, "bert", SampleTasks.Noon));
        run.AskUnwritten(new StopRequest(StopReason.Emergency, "anna", SampleTasks.Noon));
        Assert.Equal(StopReason.Cancel, run.Unwritten!.Reason);
    }

    [Fact(Timeout = 120_000)]
    public Task An_order_fits_its_file_however_long_and_strange_its_words_are() => Task.Run(() =>
    {
        _file.Prepare();
        var length = new FileInfo(_file.Path).Length;
        Assert.Null(_file.TryWrite(
            new UnwrittenStop(EmergencyMode.Kill, new string('\u0001', 1000), string.Concat(Enumerable.Repeat("\U0001f4a5", 500)),
            SampleTasks.Noon)
            {
                Receipt = new UnwrittenReceipt(int.MaxValue, int.MaxValue, SampleTasks.Noon),
                ClearedAt = SampleTasks.Noon,
                ClearedBy = new string('\u0001', 500),
            }));
        Assert.Equal(length, new FileInfo(_file.Path).Length);
        Assert.Equal(EmergencyMode.Kill, _file.Read()!.Mode);
        Assert.Null(_file.TryErase());
        Assert.Null(_file.Read());
        Assert.Equal(length, new FileInfo(_file.Path).Length);
    }, Stop);

    [Fact(Timeout = 120_000)]
    public async Task One_withdrawn_before_any_gateway_saw_it_is_not_obeyed_and_is_the_last_one_afterwards()
    {
        var emergency = Emergency();
        await emergency.OrderAsync(EmergencyMode.Hold, "an older one", "bert", Stop);
        await emergency.ClearAsync("bert", Stop);
        var since = (await _store.EmergencyNowAsync(Stop))!.Since.AddSeconds(1);
        var order = new UnwrittenStop(EmergencyMode.Kill, "fire", "anna", since)
        {
            Receipt = new UnwrittenReceipt(3, 2, StoppedAt: null), ClearedAt = since.AddSeconds(5), ClearedBy = "carl",
        };
        Assert.Null(_file.TryWrite(order));

        _trouble.IsFull = true;
        await emergency.TakeUpAsync(Stop);
        Assert.NotNull(_file.Read());
        _trouble.IsFull = false;
        await emergency.TakeUpAsync(Stop);
        var last = (await _store.EmergencyNowAsync(Stop))!;
        Assert.Equal((false, "fire", "anna", "carl", order.ClearedAt),
            (last.Stands, last.Reason, last.Actor, last.ClearedBy, last.ClearedAt));
        Assert.Equal(new EmergencyRuns(3, Stopped: 2), last.Instances["one"]);
        Assert.False(_runs.IsHeld);
        Assert.Null(_file.Read());
    }

    private EmergencyStopService Emergency(TimeProvider? time = null) =>
        new(_store, new StopFile(_data.Path), _file, new LocalRuns("one", _runs.Hold, _runs.Release, _runs.Counts),
        time ?? TimeProvider.System, NullLogger<EmergencyStopService>.Instance);

    /// <summary>A claimed task whose flow ends with the test.</summary>
    private async Task<ActiveRun> RunAsync()
    {
        await _store.SubmitAsync(
            new SubmitBatch([new Submit(new(_ids.Next(), Submissions.Simple()), "tester", null, null)], Atomic: false, SampleTasks.Noon),
            Stop);
        var claimed = Assert.Single(await _store.ClaimAsync(new ClaimRequest("one", 1000, 0, 1000, 1, SampleTasks.Noon), Stop));
        Assert.True(_runs.TryBegin(claimed, _ => _over.Task));
        return _runs.Find(claimed.Task.Id)!;
    }
}
