using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
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
    private SqliteTaskStore _store = Open(path, options);
    private int _writes;

    public Task<IReadOnlyList<SubmitOutcome>> SubmitAsync(SubmitBatch batch, CancellationToken cancellationToken) =>
        Write(open => open.SubmitAsync(batch, cancellationToken));

    public Task<IReadOnlyList<ClaimedTask>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken) =>
        Write(open => open.ClaimAsync(request, cancellationToken));

    public Task<LeaseOutcome> ConfirmAsync(RunStarted started, CancellationToken cancellationToken) =>
        Write(open => open.ConfirmAsync(started, cancellationToken));

    public Task<LeaseOutcome> GiveBackAsync(StartFailed failed, CancellationToken cancellationToken) =>
        Write(open => open.GiveBackAsync(failed, cancellationToken));

    public Task<LeaseOutcome> FinishAsync(RunFinished finished, CancellationToken cancellationToken) =>
        Write(open => open.FinishAsync(finished, cancellationToken));

    public Task<ChangeOutcome> ChangeAsync(TaskChange change, CancellationToken cancellationToken) =>
        Write(open => open.ChangeAsync(change, cancellationToken));

    public Task<Renewal> RenewAsync(Heartbeat beat, CancellationToken cancellationToken) =>
        Write(open => open.RenewAsync(beat, cancellationToken));

    public Task<SweepReport> SweepAsync(SweepRequest request, CancellationToken cancellationToken) =>
        Write(open => open.SweepAsync(request, cancellationToken));

    public Task<GateState> SetGateAsync(GateChange change, CancellationToken cancellationToken) =>
        Write(open => open.SetGateAsync(change, cancellationToken));

    public Task<EmergencyOutcome> EmergencyAsync(EmergencyChange change, CancellationToken cancellationToken) =>
        Write(open => open.EmergencyAsync(change, cancellationToken));

    public Task<IReadOnlyList<AgentTask>> PreviewClaimAsync(ClaimRequest request, CancellationToken cancellationToken) =>
        _store.PreviewClaimAsync(request, cancellationToken);

    public Task<EmergencyState?> EmergencyNowAsync(CancellationToken cancellationToken) => _store.EmergencyNowAsync(cancellationToken);

    public Task<ClearStep> ClearAsync(ClearFilter filter, string? after, int limit, CancellationToken cancellationToken) =>
        Write(open => open.ClearAsync(filter, after, limit, cancellationToken));

    public Task<TaskRecord?> GetAsync(string id, CancellationToken cancellationToken) => _store.GetAsync(id, cancellationToken);

    public Task<TaskPage> ListAsync(TaskFilter filter, CancellationToken cancellationToken) => _store.ListAsync(filter, cancellationToken);

    public Task<IReadOnlyList<StoredEvent>> EventsAsync(EventQuery query, CancellationToken cancellationToken) =>
        _store.EventsAsync(query, cancellationToken);

    public Task<IReadOnlyList<RunRecord>> RunsAsync(string taskId, CancellationToken cancellationToken) =>
        _store.RunsAsync(taskId, cancellationToken);

    public Task<IReadOnlyList<ClaimedTask>> LeasesAsync(string instanceId, CancellationToken cancellationToken) =>
        _store.LeasesAsync(instanceId, cancellationToken);

    public Task<QueueSnapshot> SnapshotAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        _store.SnapshotAsync(now, cancellationToken);

    public Task<IReadOnlyList<InstanceRecord>> InstancesAsync(CancellationToken cancellationToken) =>
        _store.InstancesAsync(cancellationToken);

    public Task<IReadOnlyList<GateState>> GatesAsync(CancellationToken cancellationToken) => _store.GatesAsync(cancellationToken);

    public Task<Explanation?> ExplainAsync(string id, ClaimRequest asIf, CancellationToken cancellationToken) =>
        _store.ExplainAsync(id, asIf, cancellationToken);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private static SqliteTaskStore Open(string path, QueueOptions options) =>
        SqliteTaskStore.Open(path, options, new EventHub(), NullLogger.Instance);

    private async Task<T> Write<T>(Func<SqliteTaskStore, Task<T>> write)
    {
        if (++_writes % 3 == 0)
        {
            await _store.DisposeAsync();
            _store = Open(path, options);
        }

        await FailAsync();
        return await write(_store);
    }

    /// <summary>The second item has the id of the first, which the file refuses after everything of the first was written.</summary>
    private async Task FailAsync()
    {
        var spec = Submissions.In("g" + (_writes % 3), (Priority)(_writes % 4));
        var item = Submissions.Submit("twice", spec);
        // Atomic, because in a queue that is nearly full the second one is refused before the file can refuse it.
        var batch = new SubmitBatch([item, item], Atomic: true, SampleTasks.Noon);
        if (_writes % 2 != 0)
            return;
        var thrown = await Record.ExceptionAsync(() => _store.SubmitAsync(batch, default));
        Assert.True(thrown is null or StatementFailed, thrown?.Message);
        Assert.Null(await _store.GetAsync("twice", default));
    }
}
