using Ccsp.Gateway.Dialect;
using Ccsp.Gateway.Notifications.Store.Moving;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Moving;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Sessions.Moving;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Moving;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Moving;

/// <summary>A shared store. It is taken with a lease of its own; gateways are kept away by the marks, and found out by the numbers they change.</summary>
internal sealed class RedisEnd : IMoveEnd
{
    /// <summary>Changed by every start of a gateway, every event, every change of a gate and every claim.</summary>
    private static readonly RedisValue[] Numbers = ["epoch", "seq", "gates", "claims"];

    private static readonly TimeSpan ValidFor = TimeSpan.FromSeconds(15);

    /// <summary>By which two looks at the end of one lease may differ.</summary>
    private static readonly TimeSpan AMoment = TimeSpan.FromSeconds(1);

    /// <summary>Times are kept in these.</summary>
    private static readonly TimeSpan OneTick = TimeSpan.FromMilliseconds(1);

    private readonly RedisLink link;
    private readonly QueueKeys keys;
    private readonly RedisClock clock;
    private readonly RedisQueueRecords queue;
    private readonly string token = Guid.NewGuid().ToString("N");
    private RedisValue[] seen = [];

    private RedisEnd(RedisLink link, RedisClock clock, ILogger logger)
    {
        (this.link, this.clock) = (link, clock);
        keys = new QueueKeys(link.Options.Name, link.Options.Shards);
        queue = new RedisQueueRecords(link, keys, clock, logger);
        var notifications = new RedisRoom(link, "notify");
        Records = [.. queue.All, new RedisSessionRecords(link, keys), new RedisOutboxRecords(notifications), new RedisChannelRecords(notifications)];
    }

    public string Name => $"the store {link.Options.Name} in Redis at {link.Options}";

    public IReadOnlyList<IRecords> Records { get; }

    private RedisKey Mover => keys.Room("mover");

    /// <param name="link">Belongs to this end from here on.</param>
    /// <param name="isLeft">It is the store that is left, so it has to be there.</param>
    /// <param name="tell">Hears why it waits.</param>
    /// <exception cref="MoveRefused">Another move is at work, or there is nothing to move.</exception>
    public static async Task<RedisEnd> TakeAsync(RedisLink link, bool isLeft, ILogger logger, Action<string> tell, CancellationToken stop)
    {
        var clock = new RedisClock(TimeProvider.System);
        await clock.SetAsync(link, stop);
        var end = new RedisEnd(link, clock, logger);
        try
        {
            await end.TakeAsync(isLeft, tell, stop);
            return end;
        }
        catch
        {
            await end.DisposeAsync();
            throw;
        }
    }

    public async Task<MoveMarks> MarksAsync(CancellationToken stop) => await RedisMarks.ReadAsync(link, keys.Meta, stop);

    public async Task RequireStillAsync(Action<string> tell, CancellationToken stop)
    {
        await RequireSilenceAsync(tell, stop);
        seen = await link.ReadAsync(db => db.HashGetAsync(keys.Meta, Numbers), stop);
        if (await queue.LeasesAsync(stop) is var leases and > 0)
            throw UnderWay.Refused(this, leases);
        if ((await new OpenRequests(link, link.Options.Name).AllOwedAsync(stop)).Count is var owed and > 0)
            throw new MoveRefused($"{owed} request{(owed == 1 ? "" : "s")} of older clients in {Name} wait{(owed == 1 ? "s" : "")} for an answer, and only a gateway on Redis gives it. Let them end, then move the store.");
    }

    public Task<bool> HasTasksAsync(CancellationToken stop) => queue.HasTasksAsync(stop);

    public async Task BeginAsync(MoveMark arriving, CancellationToken stop)
    {
        await MarkAsync(MoveMark.Arriving, arriving, stop);
        await new RedisClearing(link, keys.Prefix, [keys.Meta, Mover]).RunAsync(stop);
        await link.ReadAsync(
            async db =>
            {
                var gone = (await db.HashKeysAsync(keys.Meta)).Where(field => field != MoveMark.Arriving).ToArray();
                await db.HashDeleteAsync(keys.Meta, gone);
                await db.HashSetAsync(keys.Meta, "shards", keys.Shards);
                return true;
            },
            stop);
    }

    public Task ArrivedAsync(MoveMark complete, CancellationToken stop) => MarkAsync(MoveMark.Arriving, complete, stop);

    public async Task LeaveAsync(MoveMark moved, CancellationToken stop)
    {
        var left = await link.ReadAsync(
            db =>
            {
                var all = db.CreateTransaction();
                foreach (var (number, value) in Numbers.Zip(seen))
                    all.AddCondition(value.IsNull ? Condition.HashNotExists(keys.Meta, number) : Condition.HashEqual(keys.Meta, number, value));
                _ = all.HashSetAsync(keys.Meta, MoveMark.Moved, moved.Write());
                return all.ExecuteAsync();
            },
            stop);
        if (!left)
            throw new MoveRefused($"{Name} was used while it was copied. Stop every gateway and move it again; nothing was moved.");
    }

    public Task OpenAsync(CancellationToken stop) => link.ReadAsync(db => db.HashDeleteAsync(keys.Meta, MoveMark.Arriving), stop);

    public async Task KeepAsync(CancellationToken stop)
    {
        if (!await link.ReadAsync(db => db.LockExtendAsync(Mover, token, ValidFor), stop))
            throw new MoveRefused($"{Name} was lost to another ccsp migrate-store, or its server was too slow to keep it; nothing was moved.");
    }

    public async ValueTask DisposeAsync()
    {
        await GiveBackAsync();
        await queue.DisposeAsync();
        await link.DisposeAsync();
    }

    private async Task GiveBackAsync()
    {
        try
        {
            await link.ReadAsync(db => db.LockReleaseAsync(Mover, token), CancellationToken.None);
        }
        catch (StoreUnavailable)
        {
            // The lease runs out by itself.
        }
    }

    private async Task TakeAsync(bool isLeft, Action<string> tell, CancellationToken stop)
    {
        await RequireShardsAsync(isLeft, stop);
        DateTimeOffset? ends = null;
        while (!await link.ReadAsync(db => db.LockTakeAsync(Mover, token, ValidFor), stop))
        {
            var left = await link.ReadAsync(db => db.KeyTimeToLiveAsync(Mover), stop) ?? TimeSpan.Zero;
            var end = clock.GetUtcNow() + left;
            // Only a move that is at work makes its lease longer; one that was killed leaves it, and a server ends it a moment late.
            if (end > ends + AMoment)
                throw new MoveRefused($"Another ccsp migrate-store is at work on {Name}.");
            if (ends is null)
                tell($"waiting up to {Math.Ceiling(left.TotalSeconds)} s: an earlier ccsp migrate-store has not given {Name} back");
            ends ??= end;
            await Task.Delay(left + OneTick, clock, stop);
        }
    }

    private async Task RequireShardsAsync(bool isLeft, CancellationToken stop)
    {
        var shards = await link.ReadAsync(db => db.HashGetAsync(keys.Meta, "shards"), stop);
        if (shards.IsNull && isLeft)
            throw new MoveRefused($"There is no {Name}. Name it with store.redis.name, and the server with REDIS_URL, REDIS_HOST or store.redis.*.");
        if (!shards.IsNull && (int)shards != keys.Shards)
            throw new StoreUnsuitable($"This store was made with {shards} shards, and store.redis.shards is {keys.Shards}. Set it to {shards}.");
    }

    /// <summary>Whoever has just been stopped looks alive for a while; whoever gives another sign of life is.</summary>
    private async Task RequireSilenceAsync(Action<string> tell, CancellationToken stop)
    {
        var before = await LiveAsync(stop);
        if (before.Count > 0)
            tell($"waiting for at most {Math.Ceiling(LongestOf(before).TotalSeconds)} s, until {Named(before)} can be taken for stopped");
        for (var live = before; live.Count > 0; live = await LiveAsync(stop))
        {
            if (live.Any(one => !before.Any(known => known.Beat.InstanceId == one.Beat.InstanceId && known.Beat.Now == one.Beat.Now)))
                throw new MoveRefused($"{Named(live)} still use{(live.Count == 1 ? "s" : "")} {Name}. Stop every gateway, then move the store.");
            await WaitAsync(LongestOf(live) + OneTick, stop);
        }
    }

    /// <summary>Keeps the lease meanwhile.</summary>
    private async Task WaitAsync(TimeSpan time, CancellationToken stop)
    {
        for (var until = clock.GetUtcNow() + time; until - clock.GetUtcNow() is var left && left > TimeSpan.Zero;)
        {
            await Task.Delay(left < ValidFor / 3 ? left : ValidFor / 3, clock, stop);
            await KeepAsync(stop);
        }
    }

    private TimeSpan LongestOf(IReadOnlyList<InstanceRecord> live) => live.Max(one => one.Beat.Now + one.Beat.ValidFor) - clock.GetUtcNow();

    private async Task<IReadOnlyList<InstanceRecord>> LiveAsync(CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        return [.. (await queue.InstancesAsync(stop)).Where(one => one.IsLiveAt(now))];
    }

    private static string Named(IReadOnlyList<InstanceRecord> instances) => string.Join(", ", instances.Select(one => $"gateway {one.Beat.InstanceId} on {one.Beat.Host}"));

    private Task<bool> MarkAsync(string name, MoveMark mark, CancellationToken stop) => link.ReadAsync(
        async db =>
        {
            await db.HashSetAsync(keys.Meta, name, mark.Write());
            return true;
        },
        stop);
}
