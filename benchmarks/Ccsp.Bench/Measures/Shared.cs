using System.Diagnostics;
using System.Globalization;
using Ccsp.Bench.Support;
using Ccsp.RedisServers;

namespace Ccsp.Bench.Measures;

/// <summary>The shared store and BullMQ on one redis-server that flushes its log once a second and takes no snapshots beside it; and what
/// the store costs that server.</summary>
internal sealed class Shared : IMeasure
{
    private const int Count = 20_000, Pairs = 5, Few = 1_000, Many = 1_000_000, AtATime = 50, WarmUp = 10, Rounds = 100, Runs = 1_000;

    public string Name => "shared";

    public string About => $"{Pairs} pairs of {Count:#,0} full cycles in Redis and BullMQ; 1, 2, 4 instances; claims with 1 k and 1 M "
        + "queued (filling takes a while)";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        await using var redis = await RedisServer.StartAsync("--appendonly", "yes", "--appendfsync", "everysec", "--save", "");
        return [.. await CyclesAsync(redis, cancellationToken), .. await ScalingAsync(redis, cancellationToken),
            .. await HeartbeatAsync(redis, cancellationToken), .. await ClaimsAsync(redis, cancellationToken)];
    }

    private async Task<IReadOnlyList<Figure>> CyclesAsync(RedisServer redis, CancellationToken cancellationToken)
    {
        await using var store = await BenchStore.OpenSharedAsync(redis.Port, "cycles", cancellationToken);
        List<(double Ours, double Theirs, double OurCpu, double TheirCpu)> pairs = [];
        // The first pair warms both up.
        for (var i = 0; i <= Pairs; i++)
        {
            var before = await CpuAsync(redis);
            var ours = await CycleRun.OursAsync([store], Count, cancellationToken);
            var between = await CpuAsync(redis);
            var theirs = await CycleRun.BullMqAsync(redis.Port, Count, cancellationToken);
            pairs.Add((ours, theirs, (between - before) / Count * 1e6, (await CpuAsync(redis) - between) / Count * 1e6));
        }

        pairs.RemoveAt(0);
        return
        [
            new Figure(Name, "full cycles a second in Redis against BullMQ on the same server",
                pairs.Select(pair => pair.Ours / pair.Theirs).Median(), "×", 4, AtLeast: true),
            new Figure(Name, "full cycles a second in Redis, ours", pairs.Select(pair => pair.Ours).Median(), "/s"),
            new Figure(Name, "full cycles a second in Redis, BullMQ", pairs.Select(pair => pair.Theirs).Median(), "/s"),
            new Figure(Name, "processor time of redis-server for a cycle, ours", pairs.Select(pair => pair.OurCpu).Median(), "µs"),
            new Figure(Name, "processor time of redis-server for a cycle, BullMQ", pairs.Select(pair => pair.TheirCpu).Median(), "µs"),
        ];
    }

    private async Task<IReadOnlyList<Figure>> ScalingAsync(RedisServer redis, CancellationToken cancellationToken)
    {
        List<Figure> figures = [];
        var one = 0.0;
        foreach (var instances in new[] { 1, 2, 4 })
        {
            List<BenchStore> stores = [];
            for (var i = 0; i < instances; i++)
                stores.Add(await BenchStore.OpenSharedAsync(redis.Port, $"scaling-{instances}", cancellationToken));
            await CycleRun.OursAsync(stores, Count, cancellationToken);
            var perSecond = await CycleRun.OursAsync(stores, Count, cancellationToken);
            one = instances == 1 ? perSecond : one;
            figures.Add(new Figure(Name, $"full cycles a second with {instances} instance{(instances == 1 ? "" : "s")}, against one",
                perSecond / one, "×"));
            foreach (var store in stores)
                await store.DisposeAsync();
        }

        return figures;
    }

    private async Task<IReadOnlyList<Figure>> HeartbeatAsync(RedisServer redis, CancellationToken cancellationToken)
    {
        await using var store = await BenchStore.OpenSharedAsync(redis.Port, "heartbeat", cancellationToken);
        var idle = await BeatsAsync(store, cancellationToken);
        await store.FillAsync(Runs, cancellationToken);
        for (var claimed = 0; claimed < Runs;)
            claimed += (await store.ClaimAsync(AtATime, cancellationToken)).Count;
        var before = await CpuAsync(redis);
        var busy = await BeatsAsync(store, cancellationToken);
        var cpu = (await CpuAsync(redis) - before) / (WarmUp + Rounds) * 1e6;
        return
        [
            new Figure(Name, $"a heartbeat with {Runs:#,0} runs against one with none", busy / idle, "×"),
            new Figure(Name, $"a heartbeat with {Runs:#,0} runs", busy, "µs"),
            new Figure(Name, $"processor time of redis-server for it", cpu, "µs"),
        ];
    }

    private async Task<IReadOnlyList<Figure>> ClaimsAsync(RedisServer redis, CancellationToken cancellationToken)
    {
        await using var few = await BenchStore.OpenSharedAsync(redis.Port, "few", cancellationToken);
        await using var many = await BenchStore.OpenSharedAsync(redis.Port, "many", cancellationToken);
        await few.FillAsync(Few, cancellationToken);
        var before = await MemoryAsync(redis);
        await many.FillAsync(Many, cancellationToken);
        var perTask = (await MemoryAsync(redis) - before) / Many;
        List<(double Few, double Many)> rounds = [];
        for (var i = 0; i < WarmUp + Rounds; i++)
            rounds.Add((await few.ClaimRoundAsync(AtATime, cancellationToken), await many.ClaimRoundAsync(AtATime, cancellationToken)));
        rounds.RemoveRange(0, WarmUp);
        var one = rounds.Select(round => round.Few).Median();
        return
        [
            new Figure(Name, "cost of a claim in Redis, 1 M queued against 1 k", rounds.Select(round => round.Many).Median() / one, "×",
                1.3),
            new Figure(Name, "cost of a claim in Redis, 1 k queued, per task", one / AtATime, "µs"),
            new Figure(Name, "memory of redis-server per queued task", perTask, "B"),
        ];
    }

    private static async Task<double> BeatsAsync(BenchStore store, CancellationToken cancellationToken)
    {
        List<double> times = [];
        for (var i = 0; i < WarmUp + Rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await store.BeatAsync(cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        return times.Skip(WarmUp).Median();
    }

    private static async Task<double> CpuAsync(RedisServer redis) =>
        await InfoAsync(redis, "cpu", "used_cpu_user") + await InfoAsync(redis, "cpu", "used_cpu_sys");

    private static Task<double> MemoryAsync(RedisServer redis) => InfoAsync(redis, "memory", "used_memory");

    /// <summary>One number of what the server tells of itself.</summary>
    private static async Task<double> InfoAsync(RedisServer redis, string section, string name)
    {
        var lines = (await redis.CommandAsync("INFO", section)).Split('\n', StringSplitOptions.TrimEntries);
        return double.Parse(lines.Single(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..],
            CultureInfo.InvariantCulture);
    }
}
