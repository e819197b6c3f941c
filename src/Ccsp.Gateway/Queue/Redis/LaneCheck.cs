using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// Finds lanes with tasks that are neither in the queue's order nor parked where a gate would wake them: their tasks would wait forever.
/// There must be none; one that is found is put back, counted and logged. Also re-asks lanes whose gate nothing else can wake.
/// </summary>
internal sealed partial class LaneCheck(RedisLink link, QueueKeys keys, GateCache gateCache, CommitPump pump, ILogger logger)
{
    /// <summary>Lanes checked per round.</summary>
    private const int AtOnce = 1_000;

    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private RedisValue _next = "0";

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await WakeAsync(await ForgottenAsync(cancellationToken), cancellationToken);
        var lost = await LostAsync(await LanesAsync(cancellationToken), cancellationToken);
        if (lost.Count == 0)
            return 0;
        var before = await MendedAsync(cancellationToken);
        var batch = new GuardedBatch();
        foreach (var lane in lost)
        {
            var gates = LeaseEntry.GatesOf(lane.Key);
            batch.Write("mend", lane,
                [gates.Count, .. gates.SelectMany(gate => new[] { (BatchArgument)gate, BatchArgument.Name(keys.ParkedUnder(gate)) })]);
        }

        await pump.CommitAsync(batch, null, cancellationToken);
        var mended = (int)(await MendedAsync(cancellationToken) - before);
        if (mended > 0)
            Log.Mended(logger, mended, string.Join(", ", lost.Select(lane => lane.Key.Group).Distinct(StringComparer.Ordinal).Take(10)));
        return mended;
    }

    /// <summary>
    /// Re-asks every parked lane: it may have been refused by the configuration of another gateway or of an earlier start.
    /// </summary>
    public async Task AskAllAgainAsync(CancellationToken cancellationToken) =>
        await WakeAsync((await ParkedGatesAsync(cancellationToken)).Select(pair => pair.Gate), cancellationToken);

    /// <summary>Gates that no lease and no timer wakes; a closed one is woken by its opening.</summary>
    private async Task<IEnumerable<string>> ForgottenAsync(CancellationToken cancellationToken)
    {
        var gates = await gateCache.CurrentAsync(cancellationToken);
        return (await ParkedGatesAsync(cancellationToken)).Where(
            pair => pair is { Leases: 0, Opens: null } && gates.Gate(pair.Gate) is not { Closed: true }).Select(pair => pair.Gate);
    }

    private async Task WakeAsync(IEnumerable<string> gates, CancellationToken cancellationToken)
    {
        var all = gates.ToList();
        if (all.Count == 0)
            return;
        var batch = new GuardedBatch();
        batch.Write(["wake", all.Count,
            .. all.SelectMany(gate => new[] { (BatchArgument)gate, BatchArgument.Name(keys.ParkedUnder(gate)) })]);
        await pump.CommitAsync(batch, null, cancellationToken);
    }

    private async Task<List<(string Gate, int Leases, double? Opens)>> ParkedGatesAsync(CancellationToken cancellationToken)
    {
        var (gates, leases, times) = await link.ReadAsync(
            async db =>
            {
                var gates = db.SetMembersAsync(keys.ParkedGates);
                var leases = LeaseReads.ReadAsync(db, keys);
                var times = db.SortedSetRangeByRankWithScoresAsync(keys.ParkedGateTimes);
                return (await gates, await leases, await times);
            },
            cancellationToken);
        var opens = times.ToDictionary(time => (string)time.Element!, time => time.Score, StringComparer.Ordinal);
        return [.. gates.Select(gate => (string)gate!)
            .Select(gate => (gate, leases.Holding(gate), opens.TryGetValue(gate, out var time) ? time : (double?)null))];
    }

    private async Task<long> MendedAsync(CancellationToken cancellationToken) =>
        (long)await link.ReadAsync(db => db.HashGetAsync(keys.Meta, QueueKeys.Mended), cancellationToken);

    /// <summary>The next slice of lanes with tasks.</summary>
    private async Task<List<LaneRef>> LanesAsync(CancellationToken cancellationToken)
    {
        var answer = (RedisResult[])(await link.ReadAsync(db => db.ExecuteAsync("HSCAN", keys.Lanes, _next, "COUNT", AtOnce),
            cancellationToken))!;
        _next = (RedisValue)answer[0];
        var pairs = (RedisValue[])answer[1]!;
        return [.. Enumerable.Range(0, pairs.Length / 2).Select(n => LaneRef.Read((byte[])pairs[(2 * n) + 1]!, keys))];
    }

    /// <summary>Candidates only; the repair checks each atomically.</summary>
    private async Task<List<LaneRef>> LostAsync(List<LaneRef> lanes, CancellationToken cancellationToken)
    {
        if (lanes.Count == 0)
            return [];
        var found = await link.ReadAsync(
            async db =>
            {
                var parked = db.HashGetAsync(keys.Parked, [.. lanes.Select(lane => (RedisValue)lane.Name)]);
                var woken = lanes.Select(lane => db.SetContainsAsync(keys.Woken, lane.Name)).ToList();
                var under = lanes.Select(
                    lane => Task.WhenAll(
                        LeaseEntry.GatesOf(lane.Key).Select(gate => db.SetContainsAsync(keys.ParkedUnder(gate), lane.Name)))).ToList();
                var heads = await Task.WhenAll(lanes.Select(lane => db.SortedSetRangeByRankAsync(lane.Places, 0, 0)));
                var shown = await Task.WhenAll(
                    lanes.Zip(heads, (lane, head) => head.Length == 0 ? Task.FromResult<double?>(0)
                        : db.SortedSetScoreAsync(lane.Heads, $"{head[0]} {lane.Name}")));
                var ordered = await Task.WhenAll(lanes.Select(lane => db.SortedSetScoreAsync(lane.GroupOrder, lane.Key.Group)));
                var places = await parked;
                var (isWoken, isUnder) = (await Task.WhenAll(woken), await Task.WhenAll(under));
                return lanes.Select((_, n) => heads[n].Length == 0
                    || (places[n].IsNull ? shown[n] is not null && ordered[n] is not null : isWoken[n] || isUnder[n].Contains(true)))
                    .ToList();
            },
            cancellationToken);
        return [.. lanes.Where((_, n) => !found[n])];
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Count} lanes of waiting tasks stood nowhere in the queue and were put back "
            + "(groups: {Groups}). This is a defect of ccsp; please report it.")]
        public static partial void Mended(ILogger logger, int count, string groups);
    }
}
