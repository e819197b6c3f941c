using System.Diagnostics;
using System.Globalization;
using Ccsp.Bench.Support;
using Ccsp.RedisServers;

namespace Ccsp.Bench.Measures;

/// <summary>The shared store and BullMQ on one redis-server that flushes its log once a second and takes no snapshots beside it; and what the store costs that server.</summary>
internal sealed class Shared : IMeasure
{
    private const int Count = 20_000, Pairs = 5, Few = 1_000, Many = 1_000_000, AtATime = 50, WarmUp = 10, Rounds = 100, Runs = 1_000;

    public string Name => "shared";

    public string About => $"{Pairs} pairs of {Count:#,0} full cycles in Redis and BullMQ; 1, 2, 4 instances; claims with 1 k and 1 M queued (filling takes a while)";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken stop)
    {
        await using var redis = await RedisServer.StartAsync("--appendonly", "yes", "--appendfsync", "everysec", "--save", "");
        return [.. await CyclesAsync(redis, stop), .. await ScalingAsync(redis, stop), .. await HeartbeatAsync(redis, stop), .. await ClaimsAsync(redis, stop)];
    }

    private async Task<IReadOnlyList<Figure>> CyclesAsync(RedisServer redis, CancellationToken stop)
    {
        await using var store = await BenchStore.OpenSharedAsync(redis.Port, "cycles", stop);
        List<(double Ours, double Theirs, double OurCpu, double TheirCpu)> pairs = [];
        // The first pair warms both up.
        for (var i = 0; i <= Pairs; i++)
        {
            var before = await CpuAsync(redis);
            var ours = await CycleRun.OursAsync([store], Count, stop);
            var between = await CpuAsync(redis);
            var theirs = await CycleRun.BullMqAsync(redis.Port, Count, stop);
            pairs.Add((ours, theirs, (between - before) / Count * 1e6, (await CpuAsync(redis) - between) / Count * 1e6));
        }

        pairs.RemoveAt(0);
        return
        [
            new Figure(Name, "full cycles a second in Redis against BullMQ on the same server", pairs.Select(pair => pair.Ours / pair.Theirs).Median(), "×", 4, AtLeast: true),
            new Figure(Name, "full cycles a second in Redis, ours", pairs.Select(pair => pair.Ours).Median(), "/s"),
            new Figure(Name, "full cycles a second in Redis, BullMQ", pairs.Select(pair => pair.Theirs).Median(), "/s"),
            new Figure(Name, "processor time of redis-server for a cycle, ours", pairs.Select(pair => pair.OurCpu).Median(), "µs"),
            new Figure(Name, "processor time of redis-server for a cycle, BullMQ", pairs.Select(pair => pair.TheirCpu).Median(), "µs"),
        ];
    }

    private async Task<IReadOnlyList<Figure>> ScalingAsync(RedisServer redis, CancellationToken stop)
    {
        List<Figure> figures = [];
        var one = 0.0;
        foreach (var instances in new[] { 1, 2, 4 })
        {
            List<BenchStore> stores = [];
            for (var i = 0; i < instances; i++)
                stores.Add(await BenchStore.OpenSharedAsync(redis.Port, $"scaling-{instances}", stop));
            await CycleRun.OursAsync(stores, Count, stop);
            var perSecond = await CycleRun.OursAsync(stores, Count, stop);
            one = instances == 1 ? perSecond : one;
            figures.Add(new Figure(Name, $"full cycles a second with {instances} instance{(instances == 1 ? "" : "s")}, against one", perSecond / one, "×"));
            foreach (var store in stores)
                await store.DisposeAsync();
        }

        return figures;
    }

    private async Task<IReadOnlyList<Figure>> HeartbeatAsync(RedisServer redis, CancellationToken stop)
    {
        await using var store = await BenchStore.OpenSharedAsync(redis.Port, "heartbeat", stop);
        var idle = await BeatsAsync(store, stop);
        await store.FillAsync(Runs, stop);
        for (var claimed = 0; claimed < Runs;)
            claimed += (await store.ClaimAsync(AtATime, stop)).Count;
        var before = await CpuAsync(redis);
        var busy = await BeatsAsync(store, stop);
        var cpu = (await CpuAsync(redis) - before) / (WarmUp + Rounds) * 1e6;
        return
        [
            new Figure(Name, $"a heartbeat with {Runs:#,0} runs against one with none", busy / idle, "×"),
            new Figure(Name, $"a heartbeat with {Runs:#,0} runs", busy, "µs"),
            new Figure(Name, $"processor time of redis-server for it", cpu, "µs"),
        ];
    }

    private async Task<IReadOnlyList<Figure>> ClaimsAsync(RedisServer redis, CancellationToken stop)
    {
        await using var few = await BenchStore.OpenSharedAsync(redis.Port, "few", stop);
        await using var many = await BenchStore.OpenSharedAsync(redis.Port, "many", stop);
        await few.FillAsync(Few, stop);
        var before = await MemoryAsync(redis);
        await many.FillAsync(Many, stop);
        var perTask = (await MemoryAsync(redis) - before) / Many;
        List<(double Few, double Many)> rounds = [];
        for (var i = 0; i < WarmUp + Rounds; i++)
            rounds.Add((await few.ClaimRoundAsync(AtATime, stop), await many.ClaimRoundAsync(AtATime, stop)));
        rounds.RemoveRange(0, WarmUp);
        var one = rounds.Select(round => round.Few).Median();
        return
        [
            new Figure(Name, "cost of a claim in Redis, 1 M queued against 1 k", rounds.Select(round => round.Many).Median() / one, "×", 1.3),
            new Figure(Name, "cost of a claim in Redis, 1 k queued, per task", one / AtATime, "µs"),
            new Figure(Name, "memory of redis-server per queued task", perTask, "B"),
        ];
    }

    private static async Task<double> BeatsAsync(BenchStore store, CancellationToken stop)
    {
        List<double> times = [];
        for (var i = 0; i < WarmUp + Rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await store.BeatAsync(stop);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        return times.Skip(WarmUp).Median();
    }

    private static async Task<double> CpuAsync(RedisServer redis) => await InfoAsync(redis, "cpu", "used_cpu_user") + await InfoAsync(redis, "cpu", "used_cpu_sys");

    private static Task<double> MemoryAsync(RedisServer redis) => InfoAsync(redis, "memory", "used_memory");

    /// <summary>One number of what the server tells of itself.</summary>
    private static async Task<double> InfoAsync(RedisServer redis, string section, string name)
    {
        var lines = (await redis.CommandAsync("INFO", section)).Split('\n', StringSplitOptions.TrimEntries);
        return double.Parse(lines.Single(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..], CultureInfo.InvariantCulture);
    }
}
