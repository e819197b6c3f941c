using System.Diagnostics;
using System.Text.Json;

namespace Ccsp.Bench.Support;

/// <summary>Full cycles as fast as they go: 64 callers that submit, and workers that run up to 64 tasks and fetch what they have room
/// for.</summary>
internal static class CycleRun
{
    private const int Callers = 64, Slots = 64;

    /// <param name="stores">One for each instance, of one store; callers and slots are shared out among them.</param>
    /// <param name="count">Cycles.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A second.</returns>
    public static async Task<double> OursAsync(IReadOnlyList<BenchStore> stores, int count, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(stores.Select(
            store => OfOneAsync(store, count / stores.Count, Callers / stores.Count, Slots / stores.Count, cancellationToken)));
        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <returns>A second.</returns>
    public static async Task<double> BullMqAsync(int port, int count, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string>
        {
            ["CCSP_BULLMQ"] = Built.BullMq,
            ["REDIS_PORT"] = $"{port}",
            ["COUNT"] = $"{count}",
            ["CALLERS"] = $"{Callers}",
        };
        var line = await Child.OutputAsync("node", [Path.Combine(Built.Root, "benchmarks/bullmq.mjs")], environment, cancellationToken);
        using var answer = JsonDocument.Parse(line);
        return answer.RootElement.GetProperty("perSecond").GetDouble();
    }

    private static async Task OfOneAsync(BenchStore store, int count, int callers, int slots, CancellationToken cancellationToken)
    {
        var left = count;
        using var worker = new StoreWorker(store, slots);
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(CallerAsync, cancellationToken))
            .Append(Task.Run(() => worker.RunAsync(count, cancellationToken), cancellationToken)));

        async Task CallerAsync()
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await store.SubmitAsync(1, cancellationToken);
                worker.Wake();
            }
        }
    }
}
