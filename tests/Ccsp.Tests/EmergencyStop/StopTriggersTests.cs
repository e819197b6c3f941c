using Ccsp.Contracts;
using Ccsp.Gateway.Events;
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

public sealed class StopTriggersTests : IDisposable
{
    private readonly TempFolder _data = new();
    private readonly EventHub _hub = new();
    private readonly TestIds _ids = new();
    private readonly PublishingStore _store;

    public StopTriggersTests() => _store = new PublishingStore(new QueueOptions(), _hub);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _data.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task Counting_is_within_a_time_begins_anew_when_reached_and_is_off_without_a_number() => await Task.Run(() =>
    {
        var three = new TroubleCount(3, TimeSpan.FromSeconds(10));
        Assert.Equal([false, false, false, true, false],
            new[] { 0, 5, 11, 14, 15 }.Select(second => three.IsReachedBy(SampleTasks.Noon.AddSeconds(second))));
        var off = new TroubleCount(null, TimeSpan.FromSeconds(10));
        Assert.DoesNotContain(true, Enumerable.Range(0, 100).Select(_ => off.IsReachedBy(SampleTasks.Noon)));
    }, Stop);

    [Theory(Timeout = 120_000)]
    [InlineData(EndingClass.Login, EmergencyMode.Hold, "too many lost logins within 10 min")]
    [InlineData(EndingClass.Oom, EmergencyMode.Kill, "too many runs killed for memory within 10 min")]
    public async Task So_many_endings_of_a_kind_stop_everything(EndingClass ending, EmergencyMode mode, string reason)
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var running = Triggers(new TriggerOptions { LoginLosses = 2, MemoryEndings = 2, Mode = mode }).RunAsync(leave.Token);
        await EndOneAsync(ending);
        await EndOneAsync(EndingClass.Network);
        Assert.Null(await _store.EmergencyNowAsync(Stop));
        await EndOneAsync(ending);
        var state = await EmergencyListener.StandsAsync(_store, _hub, Stop);
        Assert.Equal((mode, reason, "trigger"), (state.Mode, state.Reason, state.Actor));
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_store_that_refuses_stops_everything_once_it_takes_the_order_again()
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var triggers = Triggers(new TriggerOptions { StoreErrors = 2 });
        var running = triggers.RunAsync(leave.Token);
        triggers.DutyFailed(new InvalidOperationException("a bug is no trouble of the store"));
        triggers.DutyFailed(new StoreUnavailable("away"));
        Assert.Null(await _store.EmergencyNowAsync(Stop));
        triggers.DutyFailed(new StoreUnavailable("away"));
        Assert.StartsWith("too many refusals of the store", (await EmergencyListener.StandsAsync(_store, _hub, Stop)).Reason,
            StringComparison.Ordinal);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact(Timeout = 120_000)]
    public async Task Without_configuration_nothing_is_set_off()
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var triggers = Triggers(new TriggerOptions());
        var running = triggers.RunAsync(leave.Token);
        for (var i = 0; i < 20; i++)
        {
            triggers.DutyFailed(new StoreUnavailable("away"));
            await EndOneAsync(EndingClass.Login);
        }

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Null(await _store.EmergencyNowAsync(Stop));
    }

    private StopTriggers Triggers(TriggerOptions options) => new(
        _hub,
        new EmergencyStopService(_store, new StopFile(_data.Path), new UnwrittenStopFile(_data.Path), NoRuns.Here, TimeProvider.System,
            NullLogger<EmergencyStopService>.Instance),
        options,
        TimeProvider.System,
        NullLogger<StopTriggers>.Instance);

    private async Task EndOneAsync(EndingClass ending)
    {
        await _store.SubmitAsync(
            new SubmitBatch([new Submit(new(_ids.Next(), Submissions.Simple()), "tester", null, null)], Atomic: false, SampleTasks.Noon),
            Stop);
        var claimed = Assert.Single(await _store.ClaimAsync(new ClaimRequest("one", 1000, 0, 1000, 1, SampleTasks.Noon), Stop)).Task;
        await _store.ConfirmAsync(new RunStarted(claimed.Id, claimed.Lease!.Token, 1, 1, "boot", null, SampleTasks.Noon), Stop);
        await _store.FinishAsync(
            new RunFinished { TaskId = claimed.Id, Token = claimed.Lease.Token, Ending = SampleTasks.Ending(ending), Jitter = 0,
            Now = SampleTasks.Noon }, Stop);
    }
}
