using Ccsp.Gateway.Events;
using Ccsp.Gateway.Moving;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Admission;
using Ccsp.Gateway.Queue.Moving;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Storage.Moving;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.Gateway.Tasks;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Moving;

/// <summary>Every few writes all of it is moved to the other kind of store, in the midst of runs, and the work goes on there.</summary>
internal sealed class MovingStore(RedisLink link, int shards, string folder, QueueOptions options) : ITaskStore, IAsyncDisposable
{
    private const int MovesEvery = 7;

    private static int stores;

    private ITaskStore? now;
    private QueueKeys? keys;
    private string? file;
    private int writes;

    public async ValueTask DisposeAsync()
    {
        if (now is IAsyncDisposable open)
            await open.DisposeAsync();
    }

    public async Task<IReadOnlyList<SubmitOutcome>> SubmitAsync(SubmitBatch batch, CancellationToken stop) => await (await WriteAsync()).SubmitAsync(batch, stop);

    public async Task<IReadOnlyList<ClaimedTask>> ClaimAsync(ClaimRequest request, CancellationToken stop) => await (await WriteAsync()).ClaimAsync(request, stop);

    public async Task<LeaseOutcome> ConfirmAsync(RunStarted started, CancellationToken stop) => await (await WriteAsync()).ConfirmAsync(started, stop);

    public async Task<LeaseOutcome> GiveBackAsync(StartFailed failed, CancellationToken stop) => await (await WriteAsync()).GiveBackAsync(failed, stop);

    public async Task<LeaseOutcome> FinishAsync(RunFinished finished, CancellationToken stop) => await (await WriteAsync()).FinishAsync(finished, stop);

    public async Task<ChangeOutcome> ChangeAsync(TaskChange change, CancellationToken stop) => await (await WriteAsync()).ChangeAsync(change, stop);

    public async Task<Renewal> RenewAsync(Heartbeat beat, CancellationToken stop) => await (await WriteAsync()).RenewAsync(beat, stop);

    public async Task<SweepReport> SweepAsync(SweepRequest request, CancellationToken stop) => await (await WriteAsync()).SweepAsync(request, stop);

    public async Task<GateState> SetGateAsync(GateChange change, CancellationToken stop) => await (await WriteAsync()).SetGateAsync(change, stop);

    public async Task<EmergencyOutcome> EmergencyAsync(EmergencyChange change, CancellationToken stop) => await (await WriteAsync()).EmergencyAsync(change, stop);

    public async Task<IReadOnlyList<AgentTask>> ForeseeAsync(ClaimRequest request, CancellationToken stop) => await (await ReadAsync()).ForeseeAsync(request, stop);

    public async Task<ClearStep> ClearAsync(ClearFilter filter, string? after, int limit, CancellationToken stop) =>
        await (await WriteAsync()).ClearAsync(filter, after, limit, stop);

    public async Task<TaskRecord?> GetAsync(string id, CancellationToken stop) => await (await ReadAsync()).GetAsync(id, stop);

    public async Task<TaskPage> ListAsync(TaskFilter filter, CancellationToken stop) => await (await ReadAsync()).ListAsync(filter, stop);

    public async Task<IReadOnlyList<StoredEvent>> EventsAsync(EventQuery query, CancellationToken stop) => await (await ReadAsync()).EventsAsync(query, stop);

    public async Task<IReadOnlyList<RunRecord>> RunsAsync(string taskId, CancellationToken stop) => await (await ReadAsync()).RunsAsync(taskId, stop);

    public async Task<IReadOnlyList<ClaimedTask>> LeasesAsync(string instanceId, CancellationToken stop) => await (await ReadAsync()).LeasesAsync(instanceId, stop);

    public async Task<IReadOnlyList<InstanceRecord>> InstancesAsync(CancellationToken stop) => await (await ReadAsync()).InstancesAsync(stop);

    public async Task<QueueSnapshot> SnapshotAsync(DateTimeOffset at, CancellationToken stop) => await (await ReadAsync()).SnapshotAsync(at, stop);

    public async Task<EmergencyState?> EmergencyNowAsync(CancellationToken stop) => await (await ReadAsync()).EmergencyNowAsync(stop);

    public async Task<IReadOnlyList<GateState>> GatesAsync(CancellationToken stop) => await (await ReadAsync()).GatesAsync(stop);

    public async Task<Explanation?> ExplainAsync(string id, ClaimRequest asIf, CancellationToken stop) => await (await ReadAsync()).ExplainAsync(id, asIf, stop);

    private async Task<ITaskStore> ReadAsync() => now ??= await OpenAsync();

    private async Task<ITaskStore> WriteAsync()
    {
        var store = await ReadAsync();
        if (++writes % MovesEvery != 0)
            return store;
        await ((IAsyncDisposable)store).DisposeAsync();
        await MoveAsync();
        return now = await OpenAsync();
    }

    private async Task<ITaskStore> OpenAsync() => keys is not null
        ? await RedisTaskStore.OpenAsync(link, keys, options, new EventHub(), new RedisClock(TimeProvider.System), NullLogger.Instance, default)
        : SqliteTaskStore.Open(file ??= FreshFile(), options, new EventHub(), NullLogger.Instance);

    private async Task MoveAsync()
    {
        var (oldKeys, oldFile) = (keys, file);
        keys = oldKeys is null ? new QueueKeys($"moving-{Interlocked.Increment(ref stores)}", shards) : null;
        file = oldKeys is null ? null : FreshFile();
        using var embedded = new EmbeddedFile((oldFile ?? file)!, NullLogger.Instance);
        await using var shared = new RedisQueueRecords(link, (oldKeys ?? keys)!, new RedisClock(TimeProvider.System), NullLogger.Instance);
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

    private string FreshFile() => Path.Combine(folder, $"{Interlocked.Increment(ref stores)}.db");
}
