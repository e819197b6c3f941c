using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Admission;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Queue.Sqlite;

/// <summary>
/// A SQLite store with a hard life: it is closed and opened again before every third write (what only its memory knew would be missed), and
/// a command that fails half-way precedes every second one (what was not taken back in memory would show).
/// </summary>
internal sealed class RestartingStore(string path, QueueOptions options) : ITaskStore, IAsyncDisposable
{
    private SqliteTaskStore store = Open(path, options);
    private int writes;

    public Task<IReadOnlyList<SubmitOutcome>> SubmitAsync(SubmitBatch batch, CancellationToken stop) => Write(open => open.SubmitAsync(batch, stop));

    public Task<IReadOnlyList<ClaimedTask>> ClaimAsync(ClaimRequest request, CancellationToken stop) => Write(open => open.ClaimAsync(request, stop));

    public Task<LeaseOutcome> ConfirmAsync(RunStarted started, CancellationToken stop) => Write(open => open.ConfirmAsync(started, stop));

    public Task<LeaseOutcome> GiveBackAsync(StartFailed failed, CancellationToken stop) => Write(open => open.GiveBackAsync(failed, stop));

    public Task<LeaseOutcome> FinishAsync(RunFinished finished, CancellationToken stop) => Write(open => open.FinishAsync(finished, stop));

    public Task<ChangeOutcome> ChangeAsync(TaskChange change, CancellationToken stop) => Write(open => open.ChangeAsync(change, stop));

    public Task<Renewal> RenewAsync(Heartbeat beat, CancellationToken stop) => Write(open => open.RenewAsync(beat, stop));

    public Task<SweepReport> SweepAsync(SweepRequest request, CancellationToken stop) => Write(open => open.SweepAsync(request, stop));

    public Task<GateState> SetGateAsync(GateChange change, CancellationToken stop) => Write(open => open.SetGateAsync(change, stop));

    public Task<EmergencyOutcome> EmergencyAsync(EmergencyChange change, CancellationToken stop) => Write(open => open.EmergencyAsync(change, stop));

    public Task<IReadOnlyList<AgentTask>> ForeseeAsync(ClaimRequest request, CancellationToken stop) => store.ForeseeAsync(request, stop);

    public Task<EmergencyState?> EmergencyNowAsync(CancellationToken stop) => store.EmergencyNowAsync(stop);

    public Task<ClearStep> ClearAsync(ClearFilter filter, string? after, int limit, CancellationToken stop) => Write(open => open.ClearAsync(filter, after, limit, stop));

    public Task<TaskRecord?> GetAsync(string id, CancellationToken stop) => store.GetAsync(id, stop);

    public Task<TaskPage> ListAsync(TaskFilter filter, CancellationToken stop) => store.ListAsync(filter, stop);

    public Task<IReadOnlyList<StoredEvent>> EventsAsync(EventQuery query, CancellationToken stop) => store.EventsAsync(query, stop);

    public Task<IReadOnlyList<RunRecord>> RunsAsync(string taskId, CancellationToken stop) => store.RunsAsync(taskId, stop);

    public Task<IReadOnlyList<ClaimedTask>> LeasesAsync(string instanceId, CancellationToken stop) => store.LeasesAsync(instanceId, stop);

    public Task<QueueSnapshot> SnapshotAsync(DateTimeOffset now, CancellationToken stop) => store.SnapshotAsync(now, stop);

    public Task<IReadOnlyList<InstanceRecord>> InstancesAsync(CancellationToken stop) => store.InstancesAsync(stop);

    public Task<IReadOnlyList<GateState>> GatesAsync(CancellationToken stop) => store.GatesAsync(stop);

    public Task<Explanation?> ExplainAsync(string id, ClaimRequest asIf, CancellationToken stop) => store.ExplainAsync(id, asIf, stop);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private static SqliteTaskStore Open(string path, QueueOptions options) => SqliteTaskStore.Open(path, options, new EventHub(), NullLogger.Instance);

    private async Task<T> Write<T>(Func<SqliteTaskStore, Task<T>> write)
    {
        if (++writes % 3 == 0)
        {
            await store.DisposeAsync();
            store = Open(path, options);
        }

        await FailAsync();
        return await write(store);
    }

    /// <summary>The second item has the id of the first, which the file refuses after everything of the first was written.</summary>
    private async Task FailAsync()
    {
        var spec = Submissions.In("g" + (writes % 3), (Priority)(writes % 4));
        var item = Submissions.Submit("twice", spec);
        // Atomic, because in a queue that is nearly full the second one is refused before the file can refuse it.
        var batch = new SubmitBatch([item, item], Atomic: true, A.Noon);
        if (writes % 2 != 0)
            return;
        var thrown = await Record.ExceptionAsync(() => store.SubmitAsync(batch, default));
        Assert.True(thrown is null or StatementFailed, thrown?.Message);
        Assert.Null(await store.GetAsync("twice", default));
    }
}
