using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue.Admission;
using Ccsp.Gateway.Queue.Sqlite.Reading;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Moving;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>
/// The durable queue in one SQLite file. Writes go to the writer thread as steps and return when they are on disk; reads have their own
/// connections and never wait for a write.
/// </summary>
internal sealed class SqliteTaskStore : ITaskStore, IDisposable, IAsyncDisposable
{
    private readonly SqliteReaders readers;
    private readonly QueueWriter writer;
    private readonly QueueOptions options;

    private SqliteTaskStore(SqliteDatabase database, QueueOptions options, EventHub hub, ILogger logger)
    {
        this.options = options;
        readers = new SqliteReaders(database);
        writer = new QueueWriter(database, readers, options, hub, logger);
    }

    /// <summary>Opens or creates the file and loads what the writer keeps in memory: lanes and leases, not tasks.</summary>
    /// <exception cref="StoreCorrupted">The file is damaged.</exception>
    /// <exception cref="StoreTooNew">A newer version wrote it.</exception>
    /// <exception cref="StoreMoved">It is not the copy that counts.</exception>
    public static SqliteTaskStore Open(string path, QueueOptions options, EventHub hub, ILogger logger)
    {
        var database = SqliteDatabase.Open(path);
        try
        {
            SqliteMarks.Read(database).RequireNone($"the embedded store {database.Path}");
            return new SqliteTaskStore(database, options, hub, logger);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>The same file for rooms with tables of their own.</summary>
    public SqliteTables Tables => writer.Others;

    /// <summary>A step of such a room that changes gates or tells events in the same commit.</summary>
    public Task<T> WriteAsync<T>(Func<SystemSteps, T> step, CancellationToken stop) => writer.Thread.WriteAsync(Control(Failpoints.Session), () => step(writer.System), stop);

    /// <summary>Commits so far.</summary>
    public long Commits => writer.Thread.Commits;

    public async Task<IReadOnlyList<SubmitOutcome>> SubmitAsync(SubmitBatch batch, CancellationToken stop)
    {
        var now = batch with { Now = batch.Now.Whole() };
        var texts = new SubmissionText[batch.Items.Count];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = SubmissionText.Of(batch.Items[i].Task.Spec);
        return await writer.Thread.WriteAsync(Bulk(Failpoints.Submit, batch.Items.Count), () => writer.Submit.Run(now, texts), stop);
    }

    public async Task<IReadOnlyList<ClaimedTask>> ClaimAsync(ClaimRequest request, CancellationToken stop)
    {
        var now = request with { Now = request.Now.Whole() };
        var claimed = await writer.Thread.WriteAsync(Control(Failpoints.Claim), () => writer.Claim.Run(now), stop);
        return [.. claimed.Select(one => new ClaimedTask(one.Task, SubmissionText.Read(one.Submission)))];
    }

    public Task<LeaseOutcome> ConfirmAsync(RunStarted started, CancellationToken stop)
    {
        var now = started with { Now = started.Now.Whole() };
        return writer.Thread.WriteAsync(Control(Failpoints.Start), () => writer.Leases.Confirm(now), stop);
    }

    public Task<LeaseOutcome> GiveBackAsync(StartFailed failed, CancellationToken stop)
    {
        var now = failed with { Now = failed.Now.Whole() };
        return writer.Thread.WriteAsync(Control(), () => writer.Leases.GiveBack(now), stop);
    }

    public Task<LeaseOutcome> FinishAsync(RunFinished finished, CancellationToken stop)
    {
        var now = finished with { Now = finished.Now.Whole() };
        return writer.Thread.WriteAsync(Control(Failpoints.Finish), () => writer.Leases.Finish(now), stop);
    }

    public Task<ChangeOutcome> ChangeAsync(TaskChange change, CancellationToken stop)
    {
        var now = change with { Now = change.Now.Whole() };
        return writer.Thread.WriteAsync(Control(), () => writer.Changes.Change(now), stop);
    }

    public Task<Renewal> RenewAsync(Heartbeat beat, CancellationToken stop)
    {
        var now = beat with { Now = beat.Now.Whole() };
        return writer.Thread.WriteAsync(Control(), () => writer.Renew.Run(now), stop);
    }

    public Task<SweepReport> SweepAsync(SweepRequest request, CancellationToken stop)
    {
        var now = request with { Now = request.Now.Whole() };
        return writer.Thread.WriteAsync(Control(Failpoints.Sweep), () => writer.Sweep.Run(now), stop);
    }

    public Task<GateState> SetGateAsync(GateChange change, CancellationToken stop)
    {
        var now = change with { Now = change.Now.Whole() };
        return writer.Thread.WriteAsync(Control(Failpoints.Gate), () => writer.Changes.SetGate(now), stop);
    }

    public Task<EmergencyOutcome> EmergencyAsync(EmergencyChange change, CancellationToken stop)
    {
        var now = change with { Now = change.Now.Whole() };
        return writer.Thread.WriteAsync(Control(Failpoints.Emergency), () => writer.Emergency.Change(now), stop);
    }

    public Task<IReadOnlyList<AgentTask>> ForeseeAsync(ClaimRequest request, CancellationToken stop)
    {
        var now = request with { Now = request.Now.Whole() };
        return writer.Thread.WriteAsync(Control(), () => writer.Claim.Foresee(now), stop);
    }

    public Task<ClearStep> ClearAsync(ClearFilter filter, string? after, int limit, CancellationToken stop)
    {
        var now = filter with { Now = filter.Now.Whole() };
        return writer.Thread.WriteAsync(Bulk(null, limit), () => writer.Changes.Clear(now, after, limit), stop);
    }

    public Task<TaskRecord?> GetAsync(string id, CancellationToken stop) => readers.ReadAsync(reader => TaskReads.Record(reader, id, whole: true), stop);

    public Task<TaskPage> ListAsync(TaskFilter filter, CancellationToken stop) => readers.ReadAsync(reader => ListReads.Page(reader, filter), stop);

    public Task<IReadOnlyList<StoredEvent>> EventsAsync(EventQuery query, CancellationToken stop) => readers.ReadAsync(reader => TaskReads.Events(reader, query), stop);

    public Task<IReadOnlyList<RunRecord>> RunsAsync(string taskId, CancellationToken stop) => readers.ReadAsync(reader => TaskReads.Runs(reader, taskId), stop);

    public Task<IReadOnlyList<ClaimedTask>> LeasesAsync(string instanceId, CancellationToken stop) => readers.ReadAsync(reader => TaskReads.Leases(reader, instanceId), stop);

    public Task<IReadOnlyList<InstanceRecord>> InstancesAsync(CancellationToken stop) => readers.ReadAsync(InstanceReads.All, stop);

    public Task<QueueSnapshot> SnapshotAsync(DateTimeOffset now, CancellationToken stop) => readers.ReadAsync(reader => QueueReads.Snapshot(reader, options, now), stop);

    public Task<EmergencyState?> EmergencyNowAsync(CancellationToken stop) => readers.ReadAsync(QueueReads.Emergency, stop);

    public Task<IReadOnlyList<GateState>> GatesAsync(CancellationToken stop) => readers.ReadAsync<IReadOnlyList<GateState>>(QueueReads.Gates, stop);

    public Task<Explanation?> ExplainAsync(string id, ClaimRequest asIf, CancellationToken stop) => readers.ReadAsync(reader => QueueReads.Explain(reader, id, asIf, options), stop);

    /// <summary>Finishes what waits, then closes the file.</summary>
    public void Dispose()
    {
        readers.Dispose();
        writer.Dispose();
    }

    /// <summary>The same without blocking the caller while the writer finishes.</summary>
    public ValueTask DisposeAsync() => new(Task.Run(Dispose));

    private static WriteKind Control(string? failpoint = null) => new(WriteLane.Control, failpoint);

    private static WriteKind Bulk(string? failpoint, int weight) => new(WriteLane.Bulk, failpoint, weight);
}
