using Ccsp.Gateway.Events;
using Ccsp.Gateway.StoreMigration;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.Gateway.Tasks;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.StoreMigration;

/// <summary>Every few writes all of it is moved to the other kind of store, in the midst of runs, and the work goes on there.</summary>
internal sealed class MovingStore(RedisLink link, int shards, string folder, QueueOptions options) : ITaskStore, IAsyncDisposable
{
    private const int MovesEvery = 7;

    private static int _stores;

    private ITaskStore? _now;
    private QueueKeys? _keys;
    private string? _file;
    private int _writes;

    public async ValueTask DisposeAsync()
    {
        if (_now is IAsyncDisposable open)
            await open.DisposeAsync();
    }

    public async Task<IReadOnlyList<SubmitOutcome>> SubmitAsync(SubmitBatch batch, CancellationToken cancellationToken) =>
        await (await WriteAsync()).SubmitAsync(batch, cancellationToken);

    public async Task<IReadOnlyList<ClaimedTask>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken) =>
        await (await WriteAsync()).ClaimAsync(request, cancellationToken);

    public async Task<LeaseOutcome> ConfirmAsync(RunStarted started, CancellationToken cancellationToken) =>
        await (await WriteAsync()).ConfirmAsync(started, cancellationToken);

    public async Task<LeaseOutcome> GiveBackAsync(StartFailed failed, CancellationToken cancellationToken) =>
        await (await WriteAsync()).GiveBackAsync(failed, cancellationToken);

    public async Task<LeaseOutcome> FinishAsync(RunFinished finished, CancellationToken cancellationToken) =>
        await (await WriteAsync()).FinishAsync(finished, cancellationToken);

    public async Task<ChangeOutcome> ChangeAsync(TaskChange change, CancellationToken cancellationToken) =>
        await (await WriteAsync()).ChangeAsync(change, cancellationToken);

    public async Task<Renewal> RenewAsync(Heartbeat beat, CancellationToken cancellationToken) =>
        await (await WriteAsync()).RenewAsync(beat, cancellationToken);

    public async Task<SweepReport> SweepAsync(SweepRequest request, CancellationToken cancellationToken) =>
        await (await WriteAsync()).SweepAsync(request, cancellationToken);

    public async Task<GateState> SetGateAsync(GateChange change, CancellationToken cancellationToken) =>
        await (await WriteAsync()).SetGateAsync(change, cancellationToken);

    public async Task<EmergencyOutcome> EmergencyAsync(EmergencyChange change, CancellationToken cancellationToken) =>
        await (await WriteAsync()).EmergencyAsync(change, cancellationToken);

    public async Task<IReadOnlyList<AgentTask>> PreviewClaimAsync(ClaimRequest request, CancellationToken cancellationToken) =>
        await (await ReadAsync()).PreviewClaimAsync(request, cancellationToken);

    public async Task<ClearStep> ClearAsync(ClearFilter filter, string? after, int limit, CancellationToken cancellationToken) =>
        await (await WriteAsync()).ClearAsync(filter, after, limit, cancellationToken);

    public async Task<TaskRecord?> GetAsync(string id, CancellationToken cancellationToken) =>
        await (await ReadAsync()).GetAsync(id, cancellationToken);

    public async Task<TaskPage> ListAsync(TaskFilter filter, CancellationToken cancellationToken) =>
        await (await ReadAsync()).ListAsync(filter, cancellationToken);

    public async Task<IReadOnlyList<StoredEvent>> EventsAsync(EventQuery query, CancellationToken cancellationToken) =>
        await (await ReadAsync()).EventsAsync(query, cancellationToken);

    public async Task<IReadOnlyList<RunRecord>> RunsAsync(string taskId, CancellationToken cancellationToken) =>
        await (await ReadAsync()).RunsAsync(taskId, cancellationToken);

    public async Task<IReadOnlyList<ClaimedTask>> LeasesAsync(string instanceId, CancellationToken cancellationToken) =>
        await (await ReadAsync()).LeasesAsync(instanceId, cancellationToken);

    public async Task<IReadOnlyList<InstanceRecord>> InstancesAsync(CancellationToken cancellationToken) =>
        await (await ReadAsync()).InstancesAsync(cancellationToken);

    public async Task<QueueSnapshot> SnapshotAsync(DateTimeOffset at, CancellationToken cancellationToken) =>
        await (await ReadAsync()).SnapshotAsync(at, cancellationToken);

    public async Task<EmergencyState?> EmergencyNowAsync(CancellationToken cancellationToken) =>
        await (await ReadAsync()).EmergencyNowAsync(cancellationToken);

    public async Task<IReadOnlyList<GateState>> GatesAsync(CancellationToken cancellationToken) =>
        await (await ReadAsync()).GatesAsync(cancellationToken);

    public async Task<Explanation?> ExplainAsync(string id, ClaimRequest asIf, CancellationToken cancellationToken) =>
        await (await ReadAsync()).ExplainAsync(id, asIf, cancellationToken);

    private async Task<ITaskStore> ReadAsync() => _now ??= await OpenAsync();

    private async Task<ITaskStore> WriteAsync()
    {
        var store = await ReadAsync();
        if (++_writes % MovesEvery != 0)
            return store;
        await ((IAsyncDisposable)store).DisposeAsync();
        await MoveAsync();
        return _now = await OpenAsync();
    }

    private async Task<ITaskStore> OpenAsync() => _keys is not null
        ? await RedisTaskStore.OpenAsync(link, _keys, options, new EventHub(), new RedisClock(TimeProvider.System), NullLogger.Instance,
        default)
        : SqliteTaskStore.Open(_file ??= FreshFile(), options, new EventHub(), NullLogger.Instance);

    private async Task MoveAsync()
    {
        var (oldKeys, oldFile) = (_keys, _file);
        _keys = oldKeys is null ? new QueueKeys($"moving-{Interlocked.Increment(ref _stores)}", shards) : null;
        _file = oldKeys is null ? null : FreshFile();
        using var embedded = new EmbeddedFile((oldFile ?? _file)!, NullLogger.Instance);
        await using var shared = new RedisQueueRecords(link, (oldKeys ?? _keys)!, new RedisClock(TimeProvider.System), NullLogger.Instance);
        IReadOnlyList<IRecords> own = [.. embedded.Records.Take(shared.All.Count)];
        var (from, to) = oldKeys is null ? (own, shared.All) : (shared.All, own);
        List<string> left = [];
        foreach (var (source, target) in from.Zip(to))
            left.AddRange(await ReadAllAsync(source, target));
        List<string> arrived = [];
        foreach (var target in to)
            arrived.AddRange(await ReadAllAsync(target, null));
        Assert.Equal(left, arrived);
    }

    private static async Task<List<string>> ReadAllAsync(IRecords records, IRecords? copyTo)
    {
        List<string> all = [];
        string? after = null;
        do
        {
            var page = await records.ReadAsync(after, default);
            if (copyTo is not null && page.Records.Count > 0)
                await copyTo.WriteAsync(page.Records, default);
            all.AddRange(page.Records.Select(record => System.Text.Encoding.UTF8.GetString(record)));
            after = page.Next;
        }
        while (after is not null);
        return all;
    }

    private string FreshFile() => Path.Combine(folder, $"{Interlocked.Increment(ref _stores)}.db");
}
