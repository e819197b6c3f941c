using System.Diagnostics;
using System.Text.Json;
using Ccsp.Bench.Support;

namespace Ccsp.Bench.Measures;

/// <summary>
/// Submit, claim, confirm and finish, each step on disk before the next begins; beside it BullMQ's add, claim and finish on a Redis that
/// flushes once a second. Both have 64 callers that submit and one worker that runs up to 64 tasks and fetches what it has room for.
/// </summary>
internal sealed class Cycles : IMeasure
{
    private const int Callers = 64, Slots = 64, Count = 20_000, Pairs = 5;

    public string Name => "cycles";

    public string About => $"{Pairs} pairs of {Count:#,0} full cycles, SQLite FULL and BullMQ everysec";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken stop)
    {
        using var folder = new WorkFolder();
        await using var redis = await RedisServer.StartAsync(folder.Sub("redis"), stop);
        await using var store = BenchStore.Open(folder.File("ccsp.db"));
        List<(double Ours, double Theirs)> pairs = [];
        // The first pair warms both up.
        for (var i = 0; i <= Pairs; i++)
            pairs.Add((await OursAsync(store, stop), await BullMqAsync(redis.Port, stop)));
        pairs.RemoveAt(0);
        return
        [
            new Figure(Name, "full cycles a second, every step flushed, against BullMQ flushed once a second", pairs.Select(pair => pair.Ours / pair.Theirs).Median(), "×", 3, AtLeast: true),
            new Figure(Name, "full cycles a second, ours", pairs.Select(pair => pair.Ours).Median(), "/s"),
            new Figure(Name, "full cycles a second, BullMQ", pairs.Select(pair => pair.Theirs).Median(), "/s"),
        ];
    }

    private static async Task<double> OursAsync(BenchStore store, CancellationToken stop)
    {
        var left = Count;
        var start = Stopwatch.GetTimestamp();
        using var worker = new StoreWorker(store, Slots);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(CallerAsync, stop)).Append(Task.Run(() => worker.RunAsync(Count, stop), stop)));
        return Count / Stopwatch.GetElapsedTime(start).TotalSeconds;

        async Task CallerAsync()
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await store.SubmitAsync(1, stop);
                worker.Wake();
            }
        }
    }

    private static async Task<double> BullMqAsync(int port, CancellationToken stop)
    {
        var environment = new Dictionary<string, string>
        {
            ["CCSP_BULLMQ"] = Built.BullMq,
            ["REDIS_PORT"] = $"{port}",
            ["COUNT"] = $"{Count}",
            ["CALLERS"] = $"{Callers}",
        };
        var line = await Child.OutputAsync("node", [Path.Combine(Built.Root, "benchmarks/bullmq.mjs")], environment, stop);
        using var answer = JsonDocument.Parse(line);
        return answer.RootElement.GetProperty("perSecond").GetDouble();
    }
}
