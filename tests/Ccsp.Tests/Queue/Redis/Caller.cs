using System.Diagnostics;
using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Queue.Redis;

/// <summary>One instance as a store in trouble meets it: submits, reads and works, and remembers what was acknowledged and how long the
/// longest call took.</summary>
internal sealed class Caller : IAsyncDisposable
{
    private readonly TestIds _ids;
    private readonly RedisLink _link;
    private readonly RedisTaskStore _store;

    private Caller(TestIds ids, RedisLink link, RedisTaskStore store, EventHub hub) =>
        (_ids, _link, _store, Hub) = (ids, link, store, hub);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public RedisTaskStore Store => _store;

    /// <summary>Tells what this instance hears.</summary>
    public EventHub Hub { get; }

    public List<string> Acknowledged { get; } = [];

    public TimeSpan Longest { get; private set; }

    public static async Task<Caller> OpenAsync(RedisOptions options, TestIds? ids = null, bool toReplica = false)
    {
        var link = await RedisLink.OpenAsync(options, TimeProvider.System, NullLogger.Instance, Stop);
        var hub = new EventHub();
        var store = await RedisTaskStore.OpenAsync(link, new QueueKeys("trouble", options.Shards), new QueueOptions(), hub,
            new RedisClock(TimeProvider.System), NullLogger.Instance, Stop, toReplica);
        return new Caller(ids ?? new TestIds(), link, store, hub);
    }

    public async Task SubmitAsync()
    {
        var item = new Submit(new NewTask(_ids.Next(), Submissions.Simple()), "tester", null, null);
        var outcomes = await TimedAsync(_store.SubmitAsync(new SubmitBatch([item], Atomic: false, TimeProvider.System.GetUtcNow()), Stop));
        var accepted = Assert.IsType<SubmitOutcome.Accepted>(Assert.Single(outcomes)).Task;
        lock (_ids)
            Acknowledged.Add(accepted.Id);
    }

    /// <returns>Null when it was accepted; otherwise what was thrown instead.</returns>
    public async Task<Exception?> TrySubmitAsync()
    {
        try
        {
            await SubmitAsync();
            return null;
        }
        catch (Exception ex) when (ex is StoreUnavailable or StorageFull)
        {
            return ex;
        }
    }

    /// <summary>One of each call people wait for; each may fail, none may hang.</summary>
    public async Task<int> TryEverythingAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var asIf = new ClaimRequest("one", 4, 0, 4, 1, now);
        Func<Task>[] calls =
        [
            SubmitAsync, () => _store.GetAsync(Acknowledged[0], Stop), () => _store.ListAsync(new TaskFilter(), Stop),
                () => _store.SnapshotAsync(now, Stop),
            () => _store.GatesAsync(Stop), () => _store.ExplainAsync(Acknowledged[0], asIf, Stop),
                () => _store.EventsAsync(new EventQuery(null, 0, 10), Stop),
            () => _store.InstancesAsync(Stop), () => _store.EmergencyNowAsync(Stop),
                () => _store.ChangeAsync(new TaskChange.Cancel("none", "anna", now), Stop),
            () => _store.SetGateAsync(new GateChange.Close("queue", null, "Maintenance.", "anna", now), Stop),
                () => _store.SetGateAsync(new GateChange.Open("queue", "anna", now), Stop),
        ];
        return (await Task.WhenAll(calls.Select(FailsAsync))).Count(fails => fails);
    }

    /// <summary>Claims and finishes everything that is there.</summary>
    public async Task WorkAsync()
    {
        while (true)
        {
            var now = TimeProvider.System.GetUtcNow();
            var claimed = await _store.ClaimAsync(new ClaimRequest("one", 4, 0, 4, 4, now), Stop);
            if (claimed.Count == 0)
                return;
            foreach (var task in claimed.Select(task => task.Task))
            {
                await _store.ConfirmAsync(new RunStarted(task.Id, task.Lease!.Token, 1, 1, "boot", "c", now), Stop);
                Assert.IsType<LeaseOutcome.Applied>(await _store.FinishAsync(
                    new RunFinished { TaskId = task.Id, Token = task.Lease.Token, Ending = SampleTasks.Ending(EndingClass.Succeeded),
                    Usage = SampleTasks.Usage(), Result = "Done.", ConversationId = "c", Jitter = 0.5, Now = now }, Stop));
            }
        }
    }

    /// <summary>Those of the acknowledged tasks that are not there.</summary>
    public async Task<List<string>> LostAsync()
    {
        List<string> lost = [];
        foreach (var id in Acknowledged)
        {
            if (await _store.GetAsync(id, Stop) is null)
                lost.Add(id);
        }

        return lost;
    }

    /// <summary>Again and again until the store takes a task.</summary>
    public async Task UntilTakenAsync()
    {
        while (await TrySubmitAsync() is not null)
            Stop.ThrowIfCancellationRequested();
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _link.DisposeAsync();
    }

    private async Task<bool> FailsAsync(Func<Task> call)
    {
        try
        {
            await TimedAsync(call());
            return false;
        }
        catch (StoreUnavailable)
        {
            return true;
        }
    }

    private async Task TimedAsync(Task call)
    {
        var since = Stopwatch.GetTimestamp();
        try
        {
            await call;
        }
        finally
        {
            var took = Stopwatch.GetElapsedTime(since);
            lock (_ids)
                Longest = took > Longest ? took : Longest;
        }
    }

    private async Task<T> TimedAsync<T>(Task<T> call)
    {
        await TimedAsync((Task)call);
        return await call;
    }
}
