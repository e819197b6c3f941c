using Ccsp.Gateway.Events;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// The durable queue in Redis, shared by any number of instances. Every step reads, decides with the same pure functions as the other
/// stores, and commits a batch that the server applies only if its guards hold; otherwise it starts over.
/// </summary>
internal sealed partial class RedisTaskStore : ITaskStore, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4.5);

    private readonly RedisLink _link;
    private readonly QueueKeys _keys;
    private readonly QueueOptions _options;
    private readonly OptimisticRetry _attempts;
    private readonly CommitPump _pump;
    private readonly Feed _feed;
    private readonly GateCache _gateCache;
    private readonly RedisTaskReads _tasks;
    private readonly EventReads _events;
    private readonly RedisListReads _lists;
    private readonly RedisQueueReads _figures;
    private readonly RedisSubmitStep _submit;
    private readonly RedisClaimStep _claim;
    private readonly RedisLeaseSteps _leases;
    private readonly LostSubmissions _lost;
    private readonly RedisChangeSteps _changes;
    private readonly RedisEmergencySteps _emergency;
    private readonly RedisRenewStep _renew;
    private readonly RedisSweepStep _sweep;
    private readonly Func<string, CancellationToken, Task<IReadOnlyList<StoredTask>>> _leasesOf;
    private readonly Action _forget;

    /// <summary>The server came back without writes this instance knew of.</summary>
    public event Action? WentBack;

    private RedisTaskStore(RedisLink link, QueueKeys keys, QueueOptions options, EventHub hub, RedisClock clock, ulong epoch, string life,
        bool toReplica, ILogger logger)
    {
        (_link, _keys, _options) = (link, keys, options);
        _tasks = new RedisTaskReads(link, keys, logger);
        _events = new EventReads(link, keys);
        _gateCache = new GateCache(link, keys);
        _feed = new Feed(link, keys, _events, hub, clock, logger);
        var own = new LeasedTaskCache();
        _forget = () =>
        {
            _gateCache.Forget();
            own.Forget();
        };
        link.Broken += _forget;
        _pump = new CommitPump(link, keys, _feed, clock, toReplica, life, () =>
        {
            Log.WentBack(logger, link.Options.Name);
            _forget();
            WentBack?.Invoke();
        });
        _attempts = new OptimisticRetry(_pump, _gateCache);
        var dependents = new DependentResolution(link, keys, _tasks);
        var registration = new OwnRegistration(keys);
        var ids = new IdReads(link, keys, _tasks);
        _lists = new RedisListReads(ids, _tasks);
        _figures = new RedisQueueReads(link, keys, _tasks, _gateCache, options);
        _submit = new RedisSubmitStep(link, keys, _tasks, _gateCache, _attempts, options);
        var snapshotReader = new ClaimSnapshotReader(link, keys, _tasks, _gateCache);
        _leases = new RedisLeaseSteps(link, keys, _tasks, _gateCache, _attempts, dependents, own, registration, options);
        _lost = new LostSubmissions(_leases, clock);
        var lanes = new LaneCheck(link, keys, _gateCache, _pump, logger);
        _claim = new RedisClaimStep(snapshotReader, _tasks, _gateCache, _pump, own, _lost, lanes, options,
            (snapshot, request) => new ClaimPlanner(keys, options, dependents, snapshotReader, epoch, registration, snapshot, request));
        _changes = new RedisChangeSteps(keys, ids, _tasks, _gateCache, _attempts, dependents, options);
        _emergency = new RedisEmergencySteps(link, keys, _tasks, _gateCache, _attempts, options);
        _renew = new RedisRenewStep(link, keys, _tasks, _gateCache, _attempts, registration, options);
        _sweep = new RedisSweepStep(
            link, keys, _tasks, _gateCache, _attempts, dependents, new RedisRetentionStep(link, keys, _tasks, _attempts),
            new IdleGroups(link, keys, _attempts), lanes,
            new EmptyLeases(link, keys, _pump, logger), options, logger);
        Records = new RedisRecordBackend(link, keys, _attempts, _gateCache, options);
        _leasesOf = async (instance, cancellationToken) =>
        {
            var leases = await link.ReadAsync(db => LeaseReads.ReadAsync(db, keys), cancellationToken);
            return await _tasks.ReadableAsync(leases.TasksOf(instance), cancellationToken);
        };
    }

    /// <summary>Opens or creates a store. Tokens issued from here on never equal earlier ones.</summary>
    /// <param name="link">Belongs to the caller.</param>
    /// <param name="keys">Of the store.</param>
    /// <param name="toReplica">Whether a commit waits for a replica to acknowledge.</param>
    /// <exception cref="StoreMoved">The store was moved away.</exception>
    /// <exception cref="StoreUnsuitable">It was created with another number of shards, so what it holds would not be found.</exception>
    public static async Task<RedisTaskStore> OpenAsync(RedisLink link, QueueKeys keys, QueueOptions options, EventHub hub,
        RedisClock clock, ILogger logger, CancellationToken cancellationToken, bool toReplica = false)
    {
        await link.SpareAsync("HSETNX", keys.Meta, ["shards", keys.Shards], cancellationToken);
        var shards = await link.ReadAsync(async db => (int)await db.HashGetAsync(keys.Meta, "shards"), cancellationToken);
        if (shards != keys.Shards)
            throw new StoreUnsuitable(
                $"This store was made with {shards} shards, and store.redis.shards is {keys.Shards}. Set it to {shards}.");
        await RequireNotMovedAsync(link, keys, cancellationToken);
        var epoch = (long)await link.SpareAsync("HINCRBY", keys.Meta, ["epoch", 1], cancellationToken);
        // A concurrent migration sees the epoch, or this sees its mark.
        await RequireNotMovedAsync(link, keys, cancellationToken);
        var life = await link.ReadAsync(async db => (string?)await db.HashGetAsync(keys.Meta, "life") ?? "", cancellationToken);
        var store = new RedisTaskStore(link, keys, options, hub, clock, (ulong)epoch, life, toReplica, logger);
        await store._feed.StartAsync(cancellationToken);
        return store;
    }

    private static async Task RequireNotMovedAsync(RedisLink link, QueueKeys keys, CancellationToken cancellationToken) =>
        (await RedisMigrationMarks.ReadAsync(link, keys.Meta, cancellationToken)).RequireNone(
        $"the store {link.Options.Name} in Redis at {link.Options}");

    /// <summary>For features that keep state beside the queue.</summary>
    public RedisRecordBackend Records { get; }

    public Task<IReadOnlyList<SubmitOutcome>> SubmitAsync(SubmitBatch batch, CancellationToken cancellationToken) =>
        InTimeAsync(_submit.RunAsync(batch with { Now = batch.Now.Whole() }, cancellationToken));

    public Task<IReadOnlyList<ClaimedTask>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken) =>
        _claim.RunAsync(request with { Now = request.Now.Whole() }, cancellationToken);

    public Task<LeaseOutcome> ConfirmAsync(RunStarted started, CancellationToken cancellationToken) =>
        _leases.ConfirmAsync(started with { Now = started.Now.Whole() }, cancellationToken);

    public Task<LeaseOutcome> GiveBackAsync(StartFailed failed, CancellationToken cancellationToken) =>
        _leases.GiveBackAsync(failed with { Now = failed.Now.Whole() }, cancellationToken);

    public Task<LeaseOutcome> FinishAsync(RunFinished finished, CancellationToken cancellationToken) =>
        _leases.FinishAsync(finished with { Now = finished.Now.Whole() }, cancellationToken);

    public Task<ChangeOutcome> ChangeAsync(TaskChange change, CancellationToken cancellationToken) =>
        InTimeAsync(_changes.ChangeAsync(change with { Now = change.Now.Whole() }, cancellationToken));

    public Task<Renewal> RenewAsync(Heartbeat beat, CancellationToken cancellationToken) =>
        _renew.RunAsync(beat with { Now = beat.Now.Whole() }, cancellationToken);

    public Task<SweepReport> SweepAsync(SweepRequest request, CancellationToken cancellationToken) =>
        _sweep.RunAsync(request with { Now = request.Now.Whole() }, cancellationToken);

    public Task<GateState> SetGateAsync(GateChange change, CancellationToken cancellationToken) =>
        InTimeAsync(_changes.SetGateAsync(change with { Now = change.Now.Whole() }, cancellationToken));

    public Task<EmergencyOutcome> EmergencyAsync(EmergencyChange change, CancellationToken cancellationToken) =>
        InTimeAsync(_emergency.ChangeAsync(change with { Now = change.Now.Whole() }, cancellationToken));

    public Task<IReadOnlyList<AgentTask>> PreviewClaimAsync(ClaimRequest request, CancellationToken cancellationToken) =>
        InTimeAsync(_claim.PreviewAsync(request with { Now = request.Now.Whole() }, cancellationToken));

    public Task<ClearStep> ClearAsync(ClearFilter filter, string? after, int limit, CancellationToken cancellationToken) =>
        InTimeAsync(_changes.ClearAsync(filter with { Now = filter.Now.Whole() }, after, limit, cancellationToken));

    public Task<TaskRecord?> GetAsync(string id, CancellationToken cancellationToken) =>
        InTimeAsync(_tasks.RecordAsync(id, cancellationToken));

    public Task<TaskPage> ListAsync(TaskFilter filter, CancellationToken cancellationToken) =>
        InTimeAsync(_lists.PageAsync(filter, cancellationToken));

    public Task<IReadOnlyList<StoredEvent>> EventsAsync(EventQuery query, CancellationToken cancellationToken) =>
        InTimeAsync(_events.ReadAsync(query, cancellationToken));

    public Task<IReadOnlyList<RunRecord>> RunsAsync(string taskId, CancellationToken cancellationToken) =>
        InTimeAsync(_tasks.RunsAsync(taskId, cancellationToken));

    public async Task<IReadOnlyList<ClaimedTask>> LeasesAsync(string instanceId, CancellationToken cancellationToken)
    {
        var rows = await _leasesOf(instanceId, cancellationToken);
        return await _lost.EndAsync(rows, await _tasks.SubmissionsAsync(rows, whole: true, cancellationToken), cancellationToken);
    }

    public Task<IReadOnlyList<InstanceRecord>> InstancesAsync(CancellationToken cancellationToken) =>
        InTimeAsync(_figures.InstancesAsync(cancellationToken));

    public Task<QueueSnapshot> SnapshotAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        InTimeAsync(_figures.SnapshotAsync(now, cancellationToken));

    public async Task<EmergencyState?> EmergencyNowAsync(CancellationToken cancellationToken) =>
        (await InTimeAsync(_gateCache.CurrentAsync(cancellationToken))).Emergency.State;

    public Task<IReadOnlyList<GateState>> GatesAsync(CancellationToken cancellationToken) =>
        InTimeAsync(_figures.GatesAsync(cancellationToken));

    public Task<Explanation?> ExplainAsync(string id, ClaimRequest asIf, CancellationToken cancellationToken) =>
        InTimeAsync(_figures.ExplainAsync(id, asIf, cancellationToken));

    /// <summary>A caller is waiting, and a step may need several round trips.</summary>
    private async Task<T> InTimeAsync<T>(Task<T> step)
    {
        using var waiting = StorePatience.Wait();
        try
        {
            return await step.WaitAsync(StorePatience.Left(Patience));
        }
        catch (TimeoutException ex)
        {
            throw new StoreUnavailable($"The store did not get done within {Patience.TotalSeconds} s; whether it still will is unknown.",
                ex) { IsLogged = _link.Condition.IsLost };
        }
    }

    public async ValueTask DisposeAsync()
    {
        _link.Broken -= _forget;
        await _pump.DisposeAsync();
        await _feed.DisposeAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The Redis server of the store {Name} has lost its last writes, in a restart or "
            + "a fail-over: what was acknowledged last may be gone. Everything is read anew.")]
        public static partial void WentBack(ILogger logger, string name);
    }
}
