using System.Diagnostics;
using Ccsp.Bench.Support;
using Ccsp.Contracts;

namespace Ccsp.Bench.Measures;

/// <summary>Resident memory of the gateway in four situations, and how long it takes to be ready with a long queue.</summary>
internal sealed class Memory : IMeasure
{
    private const int Runs = 50;

    private static readonly Dictionary<string, string[]> Engines = new() { ["sleep"] = ["/bin/sleep", "600"] };

    public string Name => "memory";

    public string About => "idle, 50 live runs, 100 k and 1 M queued tasks; start with 1 M queued";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        using var idle = new WorkFolder();
        using var busy = new WorkFolder();
        using var queued = new WorkFolder();
        List<Figure> figures =
            [Resident("idle", (await ColdAsync(idle, cancellationToken)).Megabytes, 90),
                Resident($"{Runs} live runs", await LiveAsync(busy, cancellationToken), 120)];
        await FillAsync(queued, 100_000, cancellationToken);
        figures.Add(Resident("100 k queued", (await ColdAsync(queued, cancellationToken)).Megabytes, 130));
        await FillAsync(queued, 900_000, cancellationToken);
        List<(double Megabytes, double Seconds)> million = [];
        for (var i = 0; i < 5; i++)
            million.Add(await ColdAsync(queued, cancellationToken));
        figures.Add(Resident("1 M queued", million.Select(pair => pair.Megabytes).Median(), 200));
        figures.Add(new Figure(Name, "start to ready, 1 M queued", million.Select(pair => pair.Seconds).Median(), "s", 1));
        figures.Add(new Figure(Name, "ccsp version", await VersionAsync(cancellationToken), "ms", 100));
        return figures;
    }

    private Figure Resident(string situation, double megabytes, double limit) =>
        new(Name, $"resident memory, {situation}", megabytes, "MB", limit);

    /// <summary>Starts a gateway, asks it what a dashboard would ask, lets it settle.</summary>
    private static async Task<(double Megabytes, double Seconds)> ColdAsync(WorkFolder folder, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        await using var gateway =
            await GatewayUnderMeasure.StartAsync(folder.Path, Runs + 10, Engines, new Dictionary<string, string>(), cancellationToken);
        using (var ready = await gateway.Http.GetAsync("/ready", cancellationToken))
            ready.EnsureSuccessStatusCode();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        for (var i = 0; i < 20; i++)
            await gateway.Http.GetStringAsync(i % 2 == 0 ? "/api/v1/queue" : "/api/v1/tasks?limit=50", cancellationToken);
        await Task.Delay(3_000, cancellationToken);
        return (gateway.ResidentMegabytes, seconds);
    }

    private static async Task<double> LiveAsync(WorkFolder folder, CancellationToken cancellationToken)
    {
        await using var gateway =
            await GatewayUnderMeasure.StartAsync(folder.Path, Runs + 10, Engines, new Dictionary<string, string>(), cancellationToken);
        var tasks = await Task.WhenAll(
            Enumerable.Range(0, Runs)
                .Select(_ => gateway.SubmitAsync(new TaskSubmission { Prompt = "wait", Engine = "sleep", Agent = "bench" },
                cancellationToken)));
        var ids = tasks.Select(task => task.Id).ToArray();
        await gateway.UntilAsync(ids, task => task.State == TaskState.Running, cancellationToken);
        await Task.Delay(3_000, cancellationToken);
        var megabytes = gateway.ResidentMegabytes;
        await gateway.CancelAsync(ids, cancellationToken);
        await gateway.UntilAsync(ids, task => task.State == TaskState.Cancelled, cancellationToken);
        return megabytes;
    }

    private static async Task FillAsync(WorkFolder folder, int count, CancellationToken cancellationToken)
    {
        await using var store = BenchStore.Open(folder.File("ccsp.db"));
        await store.PauseAsync(cancellationToken);
        await store.FillAsync(count, cancellationToken);
    }

    private static async Task<double> VersionAsync(CancellationToken cancellationToken)
    {
        List<double> times = [];
        for (var i = 0; i < 10; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await Child.OutputAsync(Built.Ccsp, ["version"], new Dictionary<string, string>(), cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return times.Median();
    }
}
