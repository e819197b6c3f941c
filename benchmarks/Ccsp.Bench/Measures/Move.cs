using System.Diagnostics;
using Ccsp.Bench.Support;
using Ccsp.RedisServers;

namespace Ccsp.Bench.Measures;

/// <summary><c>ccsp migrate-store</c> with a long queue, there and back: how long nobody can work.</summary>
internal sealed class Move : IMeasure
{
    private const int Count = 1_000_000;

    public string Name => "move";

    public string About => $"migrate-store with {Count:#,0} queued tasks, to Redis and back (takes a while)";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new WorkFolder();
        await using var redis = await RedisServer.StartAsync("--appendonly", "yes", "--appendfsync", "everysec", "--save", "");
        await using (var store = BenchStore.Open(folder.File("ccsp.db")))
            await store.FillAsync(Count, cancellationToken);
        return
        [
            new Figure(Name, "1 M queued tasks moved from SQLite to Redis",
                await SecondsAsync("sqlite", "redis", folder, redis, cancellationToken), "s"),
            new Figure(Name, "… and back", await SecondsAsync("redis", "sqlite", folder, redis, cancellationToken), "s"),
        ];
    }

    private static async Task<double> SecondsAsync(string from, string to, WorkFolder folder, RedisServer redis,
        CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string> { ["REDIS_HOST"] = "127.0.0.1", ["REDIS_PORT"] = $"{redis.Port}" };
        var start = Stopwatch.GetTimestamp();
        await Child.OutputAsync(Built.Ccsp, ["migrate-store", "--from", from, "--to", to, "--data-dir", folder.Path], environment,
            cancellationToken);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
