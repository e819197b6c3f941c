using System.Text.Json;
using Ccsp.Bench.Support;

namespace Ccsp.Bench.Measures;

/// <summary>POST /api/v1/tasks at the published gateway, key checked, answered when on disk; wrk shares the machine with it.</summary>
internal sealed class Submit : IMeasure
{
    private const int Rounds = 5;

    public string Name => "submit";

    public string About => $"{Rounds} rounds of wrk with 64 connections and with one";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new WorkFolder();
        await using var gateway =
            await GatewayUnderMeasure.StartAsync(folder.Path, 2, new Dictionary<string, string[]>(), new Dictionary<string, string>(),
                cancellationToken);
        await gateway.PauseAsync(cancellationToken);
        await WrkAsync(gateway, 64, 5, cancellationToken);
        List<Wrk> many = [], single = [];
        for (var i = 0; i < Rounds; i++)
        {
            many.Add(await WrkAsync(gateway, 64, 5, cancellationToken));
            single.Add(await WrkAsync(gateway, 1, 2, cancellationToken));
        }

        return
        [
            new Figure(Name, "HTTP submits a second, 64 connections", many.Select(round => round.PerSecond).Median(), "/s", 15_000,
                AtLeast: true),
            new Figure(Name, "HTTP submit, 64 connections, p99", many.Select(round => round.P99).Median(), "ms", 12),
            new Figure(Name, "HTTP submit, one client, p50", single.Select(round => round.P50).Median(), "ms", 0.8),
        ];
    }

    private static async Task<Wrk> WrkAsync(GatewayUnderMeasure gateway, int connections, int seconds, CancellationToken cancellationToken)
    {
        string[] arguments =
            [$"-t{Math.Min(connections, 2)}", $"-c{connections}", $"-d{seconds}s", "-s", Path.Combine(Built.Root, "benchmarks/submit.lua"),
                gateway.Url + "/api/v1/tasks"];
        var output = await Child.OutputAsync("wrk", arguments, new Dictionary<string, string> { ["CCSP_API_KEY"] = gateway.Key },
            cancellationToken);
        using var answer = JsonDocument.Parse(output.Split('\n').Last(line => line.StartsWith('{')));
        var fields = answer.RootElement;
        if (fields.GetProperty("errors").GetInt64() is > 0 and var errors)
            throw new InvalidOperationException($"{errors} submits were refused: {output}");
        return new Wrk(fields.GetProperty("perSecond").GetDouble(), fields.GetProperty("p50Us").GetDouble() / 1e3,
            fields.GetProperty("p99Us").GetDouble() / 1e3);
    }

    /// <param name="PerSecond">Answers.</param>
    /// <param name="P50">In ms.</param>
    /// <param name="P99">In ms.</param>
    private sealed record Wrk(double PerSecond, double P50, double P99);
}
