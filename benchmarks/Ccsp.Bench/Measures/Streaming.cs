using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Ccsp.Bench.Support;
using Ccsp.Contracts;

namespace Ccsp.Bench.Measures;

/// <summary>From a line's own time stamp, written by the child, to the moment a client of the event stream holds it.</summary>
internal sealed class Streaming : IMeasure
{
    private const int Count = 500;

    public string Name => "stream";

    public string About => $"{Count} lines, 20 ms apart, each with the time it was written";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new WorkFolder();
        var engines = new Dictionary<string, string[]>
        {
            ["clock"] = ["/bin/sh", "-c", $"i=0; while [ $i -lt {Count} ]; do date +%s%N; sleep 0.02; i=$((i+1)); done"],
        };
        await using var gateway =
            await GatewayUnderMeasure.StartAsync(folder.Path, 2, engines, new Dictionary<string, string>(), cancellationToken);
        var task = await gateway.SubmitAsync(new TaskSubmission { Prompt = "now", Engine = "clock", Agent = "bench" }, cancellationToken);
        await using var body = await gateway.Http.GetStreamAsync($"/api/v1/tasks/{task.Id}/events", cancellationToken);
        List<double> latencies = [];
        await foreach (var item in SseParser.Create(body,
            (_, data) => (Arrived: Clock.Nanoseconds, Event: JsonSerializer.Deserialize(data, CcspJson.Wire.EventEnvelope)!))
                .EnumerateAsync(cancellationToken))
        {
            var (arrived, envelope) = item.Data;
            if (envelope.Type == EventTypes.TaskOutput && envelope.Data!.Value.TryGetProperty("text", out var text))
                latencies.Add((arrived - long.Parse(text.GetString()!, CultureInfo.InvariantCulture)) / 1e6);
        }

        // The first lines may have been there before the stream was opened.
        latencies.RemoveRange(0, 10);
        return
        [
            new Figure(Name, "line written to client of the event stream, p50", latencies.Median(), "ms", 3),
            new Figure(Name, "line written to client of the event stream, p99", latencies.Quantile(0.99), "ms", 15),
        ];
    }
}
