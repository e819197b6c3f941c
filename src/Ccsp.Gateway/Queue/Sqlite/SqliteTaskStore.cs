using Ccsp.Gateway.Events;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Sqlite.Reading;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>
/// The durable queue in one SQLite file. Writes run on the writer thread and return when they are on disk; reads use their own connections
/// and never wait for a write.
/// </summary>
internal sealed partial class SqliteTaskStore : ITaskStore, IDisposable, IAsyncDisposable
{
    private readonly SqliteReaders _readers;
    private readonly QueueWriter _writer;
    private readonly QueueOptions _options;

    private SqliteTaskStore(SqliteDatabase database, QueueOptions options, EventHub hub, ILogger logger)
    {
        _options = options;
        _readers = new SqliteReaders(database);
        _writer = new QueueWriter(database, _readers, options, hub, logger);
    }

    /// <summary>Opens or creates the file and loads what the writer keeps in memory: lanes and leases, not tasks.</summary>
    /// <exception cref="StoreCorrupted">The file is damaged.</exception>
    /// <exception cref="StoreTooNew">A newer version wrote it.</exception>
    /// <exception cref="StoreMoved">The store was moved away.</exception>
    public static SqliteTaskStore Open(string path, QueueOptions options, EventHub hub, ILogger logger)
    {
        var database = SqliteDatabase.Open(path);
        Log.Opened(logger, database.Path, SqliteLibrary.Version);
        try
        {
            SqliteMigrationMarks.Read(database).RequireNone($"the embedded store {database.Path}");
            return new SqliteTaskStore(database, options, hub, logger);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>The same file, for features with their own tables.</summary>
    public SqliteTables Tables => _writer.Others;

    /// <summary>Runs a feature's step that changes gates or appends events in the same commit.</summary>
    public Task<T> WriteAsync<T>(Func<SystemSteps, T> step, CancellationToken cancellationToken) =>
        _writer.Thread.WriteAsync(Control(Failpoints.Record), () => step(_writer.System), cancellationToken);

    /// <summary>Commits so far.</summary>
    public long Commits => _writer.Thread.Commits;

    public async Task<IReadOnlyList<SubmitOutcome>> SubmitAsync(SubmitBatch batch, CancellationToken cancellationToken)
    {
        var now = batch with { Now = batch.Now.Whole() };
        var texts = new SubmissionText[batch.Items.Count];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = SubmissionText.Of(batch.Items[i].Task.Spec);
        return await _writer.Thread.WriteAsync(Bulk(Failpoints.Submit, batch.Items.Count), () => _writer.Submit.Run(now, texts),
            cancellationToken);
    }

    public async Task<IReadOnlyList<ClaimedTask>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        var now = request with { Now = request.Now.Whole() };
        var claimed = await _writer.Thread.WriteAsync(Control(Failpoints.Claim), () => _writer.Claim.Run(now), cancellationToken);
        return [.. claimed.Select(item => new ClaimedTask(item.Task, SubmissionText.Read(item.Submission)))];
    }

    public Task<LeaseOutcome> ConfirmAsync(RunStarted started, CancellationToken cancellationToken)
    {
        var now = started with { Now = started.Now.Whole() };
        return _writer.Thread.WriteAsync(Control(Failpoints.Start), () => _writer.Leases.Confirm(now), cancellationToken);
    }

    public Task<LeaseOutcome> GiveBackAsync(StartFailed failed, CancellationToken cancellationToken)
    {
        var now = failed with { Now = failed.Now.Whole() };
        return _writer.Thread.WriteAsync(Control(), () => _writer.Leases.GiveBack(now), cancellationToken);
    }

    public Task<LeaseOutcome> FinishAsync(RunFinished finished, CancellationToken cancellationToken)
    {
        var now = finished with { Now = finished.Now.Whole() };
        return _writer.Thread.WriteAsync(Control(Failpoints.Finish), () => _writer.Leases.Finish(now), cancellationToken);
    }

    public Task<ChangeOutcome> ChangeAsync(TaskChange change, CancellationToken cancellationToken)
    {
        var now = change with { Now = change.Now.Whole() };
        return _writer.Thread.WriteAsync(Control(), () => _writer.Changes.Change(now), cancellationToken);
    }

    public Task<Renewal> RenewAsync(Heartbeat beat, CancellationToken cancellationToken)
    {
        var now = beat with { Now = beat.Now.Whole() };
        return _writer.Thread.WriteAsync(Control(), () => _writer.Renew.Run(now), cancellationToken);
    }

    public Task<SweepReport> SweepAsync(SweepRequest request, CancellationToken cancellationToken)
    {
        var now = request with { Now = request.Now.Whole() };
        return _writer.Thread.WriteAsync(Control(Failpoints.Sweep), () => _writer.Sweep.Run(now), cancellationToken);
    }

    public Task<GateState> SetGateAsync(GateChange change, CancellationToken cancellationToken)
    {
        var now = change with { Now = change.Now.Whole() };
        return _writer.Thread.WriteAsync(Control(Failpoints.Gate), () => _writer.Changes.SetGate(now), cancellationToken);
    }

    public Task<EmergencyOutcome> EmergencyAsync(EmergencyChange change, CancellationToken cancellationToken)
    {
        var now = change with { Now = change.Now.Whole() };
        return _writer.Thread.WriteAsync(Control(Failpoints.Emergency), () => _writer.Emergency.Change(now), cancellationToken);
    }

    public Task<IReadOnlyList<AgentTask>> PreviewClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        var now = request with { Now = request.Now.Whole() };
        return _writer.Thread.WriteAsync(Control(), () => _writer.Claim.Preview(now), cancellationToken);
    }

    public Task<ClearStep> ClearAsync(ClearFilter filter, string? after, int limit, CancellationToken cancellationToken)
    {
        var now = filter with { Now = filter.Now.Whole() };
        return _writer.Thread.WriteAsync(Bulk(null, limit), () => _writer.Changes.Clear(now, after, limit), cancellationToken);
    }

    public Task<TaskRecord?> GetAsync(string id, CancellationToken cancellationToken) =>
        _readers.ReadAsync(reader => SqliteTaskReads.Record(reader, id, whole: true), cancellationToken);

    public Task<TaskPage> ListAsync(TaskFilter filter, CancellationToken cancellationToken) =>
        _readers.ReadAsync(reader => SqliteListReads.Page(reader, filter), cancellationToken);

    public Task<IReadOnlyList<StoredEvent>> EventsAsync(EventQuery query, CancellationToken cancellationToken) =>
        _readers.ReadAsync(reader => SqliteTaskReads.Events(reader, query), cancellationToken);

    public Task<IReadOnlyList<RunRecord>> RunsAsync(string taskId, CancellationToken cancellationToken) =>
        _readers.ReadAsync(reader => SqliteTaskReads.Runs(reader, taskId), cancellationToken);

    public Task<IReadOnlyList<ClaimedTask>> LeasesAsync(string instanceId, CancellationToken cancellationToken) =>
        _readers.ReadAsync(reader => SqliteTaskReads.Leases(reader, instanceId), cancellationToken);

    public Task<IReadOnlyList<InstanceRecord>> InstancesAsync(CancellationToken cancellationToken) =>
        _readers.ReadAsync(InstanceReads.All, cancellationToken);

    public Task<QueueSnapshot> SnapshotAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        _readers.ReadAsync(reader => SqliteQueueReads.Snapshot(reader, _options, now), cancellationToken);

    public Task<EmergencyState?> EmergencyNowAsync(CancellationToken cancellationToken) =>
        _readers.ReadAsync(SqliteQueueReads.Emergency, cancellationToken);

    public Task<IReadOnlyList<GateState>> GatesAsync(CancellationToken cancellationToken) =>
        _readers.ReadAsync<IReadOnlyList<GateState>>(SqliteQueueReads.Gates, cancellationToken);

    public Task<Explanation?> ExplainAsync(string id, ClaimRequest asIf, CancellationToken cancellationToken) =>
        _readers.ReadAsync(reader => SqliteQueueReads.Explain(reader, id, asIf, _options), cancellationToken);

    /// <summary>Flushes what waits, then closes the file.</summary>
    public void Dispose()
    {
        _readers.Dispose();
        _writer.Dispose();
    }

    public ValueTask DisposeAsync() => new(Task.Run(Dispose));

    private static WriteKind Control(string? failpoint = null) => new(WriteLane.Control, failpoint);

    private static WriteKind Bulk(string? failpoint, int weight) => new(WriteLane.Bulk, failpoint, weight);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The store {File} is open, by SQLite {Version}")]
        public static partial void Opened(ILogger log, string file, string version);
    }
}
