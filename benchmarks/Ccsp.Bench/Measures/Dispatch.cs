using System.Globalization;
using Ccsp.Bench.Support;
using Ccsp.Contracts;

namespace Ccsp.Bench.Measures;

/// <summary>From just before the submit is sent to the child's own first look at the clock, on an idle gateway.</summary>
internal sealed class Dispatch : IMeasure
{
    private const int WarmUp = 20, Count = 200;

    public string Name => "dispatch";

    public string About => $"{Count} tasks, one after the other, whose child says when it runs";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new WorkFolder();
        // date itself is the child: a shell around it would be measured too.
        var engines = new Dictionary<string, string[]> { ["clock"] = ["/bin/date", "+%s%N"] };
        await using var gateway =
            await GatewayUnderMeasure.StartAsync(folder.Path, 2, engines, new Dictionary<string, string>(), cancellationToken);
        List<double> latencies = [];
        for (var i = 0; i < WarmUp + Count; i++)
        {
            var before = Clock.Nanoseconds;
            var task = await gateway.SubmitAsync(new TaskSubmission { Prompt = "now", Engine = "clock", Agent = "bench" },
                cancellationToken, waitSeconds: 30);
            latencies.Add((long.Parse(task.Result!.Trim(), CultureInfo.InvariantCulture) - before) / 1e6);
            await Task.Delay(30, cancellationToken);
        }

        latencies.RemoveRange(0, WarmUp);
        return
        [
            new Figure(Name, "submit to child executing, p50", latencies.Median(), "ms", 5),
            new Figure(Name, "submit to child executing, p99", latencies.Quantile(0.99), "ms", 20),
        ];
    }
}
