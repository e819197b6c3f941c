using Ccsp.Gateway.LegacyRedisApi;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>A shared store, held by a lease of its own. Marks keep gateways away; changed numbers reveal those that used it.</summary>
internal sealed class RedisMigrationEndpoint : IMigrationEndpoint
{
    /// <summary>Numbers changed by every start of a gateway, event, gate change and claim.</summary>
    private static readonly RedisValue[] Numbers = ["epoch", "seq", "gates", "claims"];

    private static readonly TimeSpan ValidFor = TimeSpan.FromSeconds(15);

    /// <summary>Tolerance between two readings of one lease's expiry; an instance at work moves it by more.</summary>
    private static readonly TimeSpan AMoment = TimeSpan.FromSeconds(2);

    /// <summary>Times are kept in these.</summary>
    private static readonly TimeSpan OneTick = TimeSpan.FromMilliseconds(1);

    private readonly RedisLink _link;
    private readonly QueueKeys _keys;
    private readonly RedisClock _clock;
    private readonly RedisQueueRecords _queue;
    private readonly string _token = Guid.NewGuid().ToString("N");
    private RedisValue[] _seen = [];

    private RedisMigrationEndpoint(RedisLink link, RedisClock clock, ILogger logger)
    {
        (_link, _clock) = (link, clock);
        _keys = new QueueKeys(link.Options.Name, link.Options.Shards);
        _queue = new RedisQueueRecords(link, _keys, clock, logger);
        Records = [.. _queue.All, .. MigratedRecords.Of(_queue.Records)];
    }

    public string Name => $"the store {_link.Options.Name} in Redis at {_link.Options}";

    public IReadOnlyList<IRecords> Records { get; }

    private RedisKey Mover => _keys.Beside("mover");

    /// <param name="link">Owned from here on.</param>
    /// <param name="isLeft">The source must exist.</param>
    /// <param name="report">Called with the reason for a wait.</param>
    /// <exception cref="MigrationRefused">Another move is at work, or there is nothing to move.</exception>
    public static async Task<RedisMigrationEndpoint> TakeAsync(RedisLink link, bool isLeft, ILogger logger, Action<string> report,
        CancellationToken cancellationToken)
    {
        var clock = new RedisClock(TimeProvider.System);
        await clock.SetAsync(link, cancellationToken);
        var end = new RedisMigrationEndpoint(link, clock, logger);
        try
        {
            await end.TakeAsync(isLeft, report, cancellationToken);
            return end;
        }
        catch
        {
            await end.DisposeAsync();
            throw;
        }
    }

    public async Task<MigrationMarks> MarksAsync(CancellationToken cancellationToken) =>
        await RedisMigrationMarks.ReadAsync(_link, _keys.Meta, cancellationToken);

    public async Task RequireStillAsync(Action<string> report, CancellationToken cancellationToken)
    {
        await RequireSilenceAsync(report, cancellationToken);
        await RedisCarryOver.RunAsync(_link, _keys, _queue.Records, cancellationToken);
        _seen = await _link.ReadAsync(db => db.HashGetAsync(_keys.Meta, Numbers), cancellationToken);
        if (await _queue.LeasesAsync(cancellationToken) is var leases and > 0)
            throw MigrationInProgress.Refused(this, leases);
        if (await new OpenRequests(_link, _link.Options.Name).CountAsync(cancellationToken) is var owed and > 0)
            throw new MigrationRefused($"{owed} request{(owed == 1 ? "" : "s")} of older clients in {Name} wait{(owed == 1 ? "s" : "")} "
                + "for an answer, and only a gateway on Redis gives it. Let them end, then move the store.");
    }

    public Task<bool> HasTasksAsync(CancellationToken cancellationToken) => _queue.HasTasksAsync(cancellationToken);

    public async Task BeginAsync(MigrationMark arriving, CancellationToken cancellationToken)
    {
        await MarkAsync(MigrationMark.Arriving, arriving, cancellationToken);
        await new RedisClearing(_link, _keys.Prefix, [_keys.Meta, Mover]).RunAsync(cancellationToken);
        await _link.ReadAsync(
            async db =>
            {
                var gone = (await db.HashKeysAsync(_keys.Meta)).Where(field => field != MigrationMark.Arriving).ToArray();
                await db.HashDeleteAsync(_keys.Meta, gone);
                await db.HashSetAsync(_keys.Meta, "shards", _keys.Shards);
                return true;
            },
            cancellationToken);
    }

    public Task ArrivedAsync(MigrationMark complete, CancellationToken cancellationToken) =>
        MarkAsync(MigrationMark.Arriving, complete, cancellationToken);

    public async Task LeaveAsync(MigrationMark moved, CancellationToken cancellationToken)
    {
        var left = await _link.ReadAsync(
            db =>
            {
                var all = db.CreateTransaction();
                foreach (var (number, value) in Numbers.Zip(_seen))
                    all.AddCondition(value.IsNull ? Condition.HashNotExists(_keys.Meta, number)
                        : Condition.HashEqual(_keys.Meta, number, value));
                _ = all.HashSetAsync(_keys.Meta, MigrationMark.Moved, moved.Write());
                return all.ExecuteAsync();
            },
            cancellationToken);
        if (!left)
            throw new MigrationRefused($"{Name} was used while it was copied. Stop every gateway and move it again; nothing was moved.");
    }

    public Task OpenAsync(CancellationToken cancellationToken) =>
        _link.ReadAsync(db => db.HashDeleteAsync(_keys.Meta, MigrationMark.Arriving), cancellationToken);

    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        if (!await _link.ReadAsync(db => db.LockExtendAsync(Mover, _token, ValidFor), cancellationToken))
            throw new MigrationRefused(
                $"{Name} was lost to another ccsp migrate-store, or its server was too slow to keep it; nothing was moved.");
    }

    public async ValueTask DisposeAsync()
    {
        await GiveBackAsync();
        await _queue.DisposeAsync();
        await _link.DisposeAsync();
    }

    private async Task GiveBackAsync()
    {
        try
        {
            await _link.ReadAsync(db => db.LockReleaseAsync(Mover, _token), CancellationToken.None);
        }
        catch (StoreUnavailable)
        {
            // The lease expires by itself.
        }
    }

    private async Task TakeAsync(bool isLeft, Action<string> report, CancellationToken cancellationToken)
    {
        await RequireShardsAsync(isLeft, cancellationToken);
        DateTimeOffset? ends = null;
        while (!await _link.ReadAsync(db => db.LockTakeAsync(Mover, _token, ValidFor), cancellationToken))
        {
            var left = await _link.ReadAsync(db => db.KeyTimeToLiveAsync(Mover), cancellationToken) ?? TimeSpan.Zero;
            var end = _clock.GetUtcNow() + left;
            // Only a running move renews its lease; a killed one leaves it to expire.
            if (end > ends + AMoment)
                throw new MigrationRefused($"Another ccsp migrate-store is at work on {Name}.");
            if (ends is null)
                report($"waiting up to {Math.Ceiling(left.TotalSeconds)} s: an earlier ccsp migrate-store has not given {Name} back");
            ends ??= end;
            await Task.Delay(left + OneTick, _clock, cancellationToken);
        }
    }

    private async Task RequireShardsAsync(bool isLeft, CancellationToken cancellationToken)
    {
        var shards = await _link.ReadAsync(db => db.HashGetAsync(_keys.Meta, "shards"), cancellationToken);
        if (shards.IsNull && isLeft)
            throw new MigrationRefused(
                $"There is no {Name}. Name it with store.redis.name, and the server with REDIS_URL, REDIS_HOST or store.redis.*.");
        if (!shards.IsNull && (int)shards != _keys.Shards)
            throw new StoreUnsuitable(
                $"This store was made with {shards} shards, and store.redis.shards is {_keys.Shards}. Set it to {shards}.");
    }

    /// <summary>A gateway that was just stopped looks alive for a while; one that sends another heartbeat is alive.</summary>
    private async Task RequireSilenceAsync(Action<string> report, CancellationToken cancellationToken)
    {
        var before = await LiveAsync(cancellationToken);
        if (before.Count > 0)
            report($"waiting for at most {Math.Ceiling(LongestOf(before).TotalSeconds)} s, until {Named(before)} can be taken for stopped");
        for (var live = before; live.Count > 0; live = await LiveAsync(cancellationToken))
        {
            if (live.Any(record =>
                !before.Any(known => known.Beat.InstanceId == record.Beat.InstanceId && known.Beat.Now == record.Beat.Now)))
                throw new MigrationRefused(
                    $"{Named(live)} still use{(live.Count == 1 ? "s" : "")} {Name}. Stop every gateway, then move the store.");
            await WaitAsync(LongestOf(live) + OneTick, cancellationToken);
        }
    }

    private async Task WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        for (var until = _clock.GetUtcNow() + time; until - _clock.GetUtcNow() is var left && left > TimeSpan.Zero;)
        {
            await Task.Delay(left < ValidFor / 3 ? left : ValidFor / 3, _clock, cancellationToken);
            await KeepAsync(cancellationToken);
        }
    }

    private TimeSpan LongestOf(IReadOnlyList<InstanceRecord> live) =>
        live.Max(record => record.Beat.Now + record.Beat.ValidFor) - _clock.GetUtcNow();

    private async Task<IReadOnlyList<InstanceRecord>> LiveAsync(CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        return [.. (await _queue.InstancesAsync(cancellationToken)).Where(record => record.IsLiveAt(now))];
    }

    private static string Named(IReadOnlyList<InstanceRecord> instances) =>
        string.Join(", ", instances.Select(record => $"gateway {record.Beat.InstanceId} on {record.Beat.Host}"));

    private Task<bool> MarkAsync(string name, MigrationMark mark, CancellationToken cancellationToken) => _link.ReadAsync(
        async db =>
        {
            await db.HashSetAsync(_keys.Meta, name, mark.Write());
            return true;
        },
        cancellationToken);
}
