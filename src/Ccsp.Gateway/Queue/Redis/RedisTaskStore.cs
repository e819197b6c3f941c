using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue.Admission;
using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Moving;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// The durable queue in Redis, shared by any number of instances. Every step looks, decides with the same pure functions as the other stores, and
/// commits a draft that the server applies only if what the decision rests on still holds; otherwise it looks again.
/// </summary>
internal sealed partial class RedisTaskStore : ITaskStore, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4.5);

    private readonly RedisLink link;
    private readonly QueueKeys keys;
    private readonly QueueOptions options;
    private readonly Attempts attempts;
    private readonly CommitPump pump;
    private readonly Feed feed;
    private readonly GateBook book;
    private readonly TaskReads tasks;
    private readonly EventReads events;
    private readonly ListReads lists;
    private readonly QueueReads figures;
    private readonly SubmitStep submit;
    private readonly ClaimStep claim;
    private readonly LeaseSteps leases;
    private readonly LostSubmissions lost;
    private readonly ChangeSteps changes;
    private readonly EmergencySteps emergency;
    private readonly RenewStep renew;
    private readonly SweepStep sweep;
    private readonly Func<string, CancellationToken, Task<IReadOnlyList<StoredTask>>> leasesOf;
    private readonly Action forget;

    private RedisTaskStore(RedisLink link, QueueKeys keys, QueueOptions options, EventHub hub, RedisClock clock, ulong epoch, string life, bool toReplica, ILogger logger)
    {
        (this.link, this.keys, this.options) = (link, keys, options);
        tasks = new TaskReads(link, keys, logger);
        events = new EventReads(link, keys);
        book = new GateBook(link, keys);
        feed = new Feed(link, keys, events, hub, clock, logger);
        var own = new OwnRows();
        forget = () =>
        {
            book.Forget();
            own.Forget();
        };
        link.Broken += forget;
        pump = new CommitPump(link, keys, feed, clock, toReplica, life, () =>
        {
            Log.WentBack(logger, link.Options.Name);
            forget();
        });
        attempts = new Attempts(pump, book);
        var settling = new Settling(link, keys, tasks);
        var ids = new IdReads(link, keys, tasks);
        lists = new ListReads(ids, tasks);
        figures = new QueueReads(link, keys, tasks, book, options);
        submit = new SubmitStep(link, keys, tasks, book, attempts, options);
        var front = new FrontReads(link, keys, tasks, book);
        leases = new LeaseSteps(link, keys, tasks, book, attempts, settling, own, options);
        lost = new LostSubmissions(leases, clock);
        var lanes = new LaneCheck(link, keys, book, pump, logger);
        claim = new ClaimStep(front, tasks, book, pump, own, lost, lanes, options, (seen, request) => new Planning(keys, options, settling, front, epoch, seen, request));
        changes = new ChangeSteps(keys, ids, tasks, book, attempts, settling, options);
        emergency = new EmergencySteps(link, keys, tasks, book, attempts, options);
        renew = new RenewStep(link, keys, tasks, book, attempts, options);
        sweep = new SweepStep(
            link, keys, tasks, book, attempts, settling, new RetentionStep(link, keys, tasks, attempts), new IdleGroups(link, keys, attempts), lanes,
            new EmptyLeases(link, keys, pump, logger), options, logger);
        leasesOf = async (instance, stop) => await tasks.ReadableAsync((await link.ReadAsync(db => LeaseReads.ReadAsync(db, keys), stop)).TasksOf(instance), stop);
    }

    /// <summary>Uses a store, or makes it. Tokens given from here on are equal to none that was given before.</summary>
    /// <param name="link">Belongs to the caller.</param>
    /// <param name="keys">Of the store.</param>
    /// <param name="toReplica">Whether an answer waits until a replica has it.</param>
    /// <exception cref="StoreMoved">It is not the copy that counts.</exception>
    /// <exception cref="StoreUnsuitable">It was made with another number of shards, and what it holds would not be found.</exception>
    public static async Task<RedisTaskStore> OpenAsync(RedisLink link, QueueKeys keys, QueueOptions options, EventHub hub, RedisClock clock, ILogger logger, CancellationToken stop, bool toReplica = false)
    {
        await link.SpareAsync("HSETNX", keys.Meta, ["shards", keys.Shards], stop);
        var shards = await link.ReadAsync(async db => (int)await db.HashGetAsync(keys.Meta, "shards"), stop);
        if (shards != keys.Shards)
            throw new StoreUnsuitable($"This store was made with {shards} shards, and store.redis.shards is {keys.Shards}. Set it to {shards}.");
        await RequireNotMovedAsync(link, keys, stop);
        var epoch = (long)await link.SpareAsync("HINCRBY", keys.Meta, ["epoch", 1], stop);
        // Whoever moves the store meanwhile sees the epoch, or this sees the mark.
        await RequireNotMovedAsync(link, keys, stop);
        var life = await link.ReadAsync(async db => (string?)await db.HashGetAsync(keys.Meta, "life") ?? "", stop);
        var store = new RedisTaskStore(link, keys, options, hub, clock, (ulong)epoch, life, toReplica, logger);
        await store.feed.StartAsync(stop);
        return store;
    }

    private static async Task RequireNotMovedAsync(RedisLink link, QueueKeys keys, CancellationToken stop) =>
        (await RedisMarks.ReadAsync(link, keys.Meta, stop)).RequireNone($"the store {link.Options.Name} in Redis at {link.Options}");

    /// <summary>The fields of a room that keeps its own beside the queue, with their version, which is read first: what is newer than it is refused.</summary>
    public Task<(IReadOnlyDictionary<string, byte[]> Fields, long Version)> FieldsAsync(string room, CancellationToken stop) => InTimeAsync(link.ReadAsync(
        async db =>
        {
            var version = db.HashGetAsync(keys.Meta, QueueKeys.VersionOf(room));
            var fields = await db.HashGetAllAsync(keys.Room(room));
            return ((IReadOnlyDictionary<string, byte[]>)fields.ToDictionary(field => (string)field.Name!, field => (byte[])field.Value!, StringComparer.Ordinal), (long)await version);
        },
        stop));

    /// <summary>A step of such a room that changes gates or tells events in the same commit; may be asked several times.</summary>
    /// <param name="room">Its name.</param>
    /// <param name="version">Of the fields the step rests on.</param>
    /// <returns>False when somebody has written in the room since; then nothing happened.</returns>
    public Task<bool> WriteAsync(string room, long version, Action<SystemWriting> step, CancellationToken stop) => InTimeAsync(attempts.RunAsync(
        async refused =>
        {
            if (refused.Had(GuardKind.Other))
                return Attempt.Nothing(false);
            var writing = new Writing(keys, options, await book.CurrentAsync(stop));
            writing.Draft.Same(keys.Meta, QueueKeys.VersionOf(room), version, GuardKind.Other);
            writing.Draft.Add(keys.Meta, QueueKeys.VersionOf(room), 1);
            step(new SystemWriting(writing, keys.Room(room)));
            return Attempt.Of(writing.Seal(), true);
        },
        Failpoints.Session,
        stop));

    public Task<IReadOnlyList<SubmitOutcome>> SubmitAsync(SubmitBatch batch, CancellationToken stop) => InTimeAsync(submit.RunAsync(batch with { Now = batch.Now.Whole() }, stop));

    public Task<IReadOnlyList<ClaimedTask>> ClaimAsync(ClaimRequest request, CancellationToken stop) => claim.RunAsync(request with { Now = request.Now.Whole() }, stop);

    public Task<LeaseOutcome> ConfirmAsync(RunStarted started, CancellationToken stop) => leases.ConfirmAsync(started with { Now = started.Now.Whole() }, stop);

    public Task<LeaseOutcome> GiveBackAsync(StartFailed failed, CancellationToken stop) => leases.GiveBackAsync(failed with { Now = failed.Now.Whole() }, stop);

    public Task<LeaseOutcome> FinishAsync(RunFinished finished, CancellationToken stop) => leases.FinishAsync(finished with { Now = finished.Now.Whole() }, stop);

    public Task<ChangeOutcome> ChangeAsync(TaskChange change, CancellationToken stop) => InTimeAsync(changes.ChangeAsync(change with { Now = change.Now.Whole() }, stop));

    public Task<Renewal> RenewAsync(Heartbeat beat, CancellationToken stop) => renew.RunAsync(beat with { Now = beat.Now.Whole() }, stop);

    public Task<SweepReport> SweepAsync(SweepRequest request, CancellationToken stop) => sweep.RunAsync(request with { Now = request.Now.Whole() }, stop);

    public Task<GateState> SetGateAsync(GateChange change, CancellationToken stop) => InTimeAsync(changes.SetGateAsync(change with { Now = change.Now.Whole() }, stop));

    public Task<EmergencyOutcome> EmergencyAsync(EmergencyChange change, CancellationToken stop) => InTimeAsync(emergency.ChangeAsync(change with { Now = change.Now.Whole() }, stop));

    public Task<IReadOnlyList<AgentTask>> ForeseeAsync(ClaimRequest request, CancellationToken stop) => InTimeAsync(claim.ForeseeAsync(request with { Now = request.Now.Whole() }, stop));

    public Task<ClearStep> ClearAsync(ClearFilter filter, string? after, int limit, CancellationToken stop) =>
        InTimeAsync(changes.ClearAsync(filter with { Now = filter.Now.Whole() }, after, limit, stop));

    public Task<TaskRecord?> GetAsync(string id, CancellationToken stop) => InTimeAsync(tasks.RecordAsync(id, stop));

    public Task<TaskPage> ListAsync(TaskFilter filter, CancellationToken stop) => InTimeAsync(lists.PageAsync(filter, stop));

    public Task<IReadOnlyList<StoredEvent>> EventsAsync(EventQuery query, CancellationToken stop) => InTimeAsync(events.ReadAsync(query, stop));

    public Task<IReadOnlyList<RunRecord>> RunsAsync(string taskId, CancellationToken stop) => InTimeAsync(tasks.RunsAsync(taskId, stop));

    public async Task<IReadOnlyList<ClaimedTask>> LeasesAsync(string instanceId, CancellationToken stop)
    {
        var rows = await leasesOf(instanceId, stop);
        return await lost.EndAsync(rows, await tasks.SubmissionsAsync(rows, whole: true, stop), stop);
    }

    public Task<IReadOnlyList<InstanceRecord>> InstancesAsync(CancellationToken stop) => InTimeAsync(figures.InstancesAsync(stop));

    public Task<QueueSnapshot> SnapshotAsync(DateTimeOffset now, CancellationToken stop) => InTimeAsync(figures.SnapshotAsync(now, stop));

    public async Task<EmergencyState?> EmergencyNowAsync(CancellationToken stop) => (await InTimeAsync(book.CurrentAsync(stop))).Emergency.State;

    public Task<IReadOnlyList<GateState>> GatesAsync(CancellationToken stop) => InTimeAsync(figures.GatesAsync(stop));

    public Task<Explanation?> ExplainAsync(string id, ClaimRequest asIf, CancellationToken stop) => InTimeAsync(figures.ExplainAsync(id, asIf, stop));

    /// <summary>Somebody waits for the answer of a request, and a step may need several answers of the server.</summary>
    private async Task<T> InTimeAsync<T>(Task<T> step)
    {
        using var waiting = StorePatience.Wait();
        try
        {
            return await step.WaitAsync(StorePatience.Left(Patience));
        }
        catch (TimeoutException late)
        {
            throw new StoreUnavailable($"The store did not get done within {Patience.TotalSeconds} s; whether it still will is unknown.", late) { IsTold = link.Condition.IsLost };
        }
    }

    public async ValueTask DisposeAsync()
    {
        link.Broken -= forget;
        await pump.DisposeAsync();
        await feed.DisposeAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The Redis server of the store {Name} has lost its last writes, in a restart or a fail-over: what was acknowledged last may be gone. Everything is read anew.")]
        public static partial void WentBack(ILogger logger, string name);
    }
}
