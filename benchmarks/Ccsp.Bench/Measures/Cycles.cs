using Ccsp.Bench.Support;
using Ccsp.RedisServers;

namespace Ccsp.Bench.Measures;

/// <summary>
/// Submit, claim, confirm and finish, each step on disk before the next begins; beside it BullMQ's add, claim and finish on a Redis that
/// flushes once a second. Both have 64 callers that submit and one worker that runs up to 64 tasks and fetches what it has room for.
/// </summary>
internal sealed class Cycles : IMeasure
{
    private const int Count = 20_000, Pairs = 5;

    public string Name => "cycles";

    public string About => $"{Pairs} pairs of {Count:#,0} full cycles, SQLite FULL and BullMQ everysec";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new WorkFolder();
        await using var redis = await RedisServer.StartAsync("--appendonly", "yes", "--appendfsync", "everysec", "--save", "");
        await using var store = BenchStore.Open(folder.File("ccsp.db"));
        List<(double Ours, double Theirs)> pairs = [];
        // The first pair warms both up.
        for (var i = 0; i <= Pairs; i++)
            pairs.Add((await CycleRun.OursAsync([store], Count, cancellationToken),
                await CycleRun.BullMqAsync(redis.Port, Count, cancellationToken)));
        pairs.RemoveAt(0);
        return
        [
            new Figure(Name, "full cycles a second, every step flushed, against BullMQ flushed once a second",
                pairs.Select(pair => pair.Ours / pair.Theirs).Median(), "×", 3, AtLeast: true),
            new Figure(Name, "full cycles a second, ours", pairs.Select(pair => pair.Ours).Median(), "/s"),
            new Figure(Name, "full cycles a second, BullMQ", pairs.Select(pair => pair.Theirs).Median(), "/s"),
        ];
    }
}
