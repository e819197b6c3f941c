using System.Diagnostics;
using Ccsp.Bench.Support;
using Ccsp.Contracts;

namespace Ccsp.Bench.Measures;

/// <summary>Real Claude Code runs through the gateway and in a bare shell loop, two at a time, against the same stand-in for the Messages
/// API.</summary>
internal sealed class Claude : IMeasure
{
    private const int Count = 20, Pairs = 5;

    public string Name => "claude";

    public string About => $"{Pairs} pairs of {Count} real Claude Code runs, two at a time";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new WorkFolder();
        var (stub, line) = await Child.StartAsync(Built.ApiStub, ["--port", "0"], new Dictionary<string, string>(), folder.Path,
            "listening on ", cancellationToken);
        await using var stubEnds = stub;
        var environment = Environment(folder, line[(line.IndexOf("http://", StringComparison.Ordinal))..].Trim());
        // Three slots, because one is reserved for urgent tasks.
        await using var gateway =
            await GatewayUnderMeasure.StartAsync(folder.Sub("data"), 3, new Dictionary<string, string[]>(), environment, cancellationToken);
        await ThroughGatewayAsync(gateway, 2, cancellationToken);
        await BareAsync(folder, environment, 2, cancellationToken);

        List<double> ratios = [];
        List<double> cpu = [];
        for (var i = 0; i < Pairs; i++)
        {
            var before = gateway.Cpu;
            var ours = await ThroughGatewayAsync(gateway, Count, cancellationToken);
            cpu.Add((gateway.Cpu - before).TotalMilliseconds / Count);
            ratios.Add(await BareAsync(folder, environment, Count, cancellationToken) / ours);
        }

        return
        [
            new Figure(Name, "throughput of Claude runs, against a bare shell loop", ratios.Median(), "×", 0.97, AtLeast: true),
            new Figure(Name, "CPU of the gateway per Claude run", cpu.Median(), "ms", 20),
        ];
    }

    /// <returns>Seconds.</returns>
    private static async Task<double> ThroughGatewayAsync(GatewayUnderMeasure gateway, int count, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var ended = await Task.WhenAll(Enumerable.Range(0, count).Select(number =>
            gateway.SubmitAsync(new TaskSubmission { Prompt = $"Say {number}.", Agent = "bench" }, cancellationToken, waitSeconds: 300)));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return Array.Find(ended, task => task.State != TaskState.Succeeded) is { } failed
            ? throw new InvalidOperationException($"Task {failed.Id} is {failed.State}: {failed.Ending?.Message}")
            : seconds;
    }

    /// <returns>Seconds.</returns>
    private static async Task<double> BareAsync(WorkFolder folder, Dictionary<string, string> environment, int count,
        CancellationToken cancellationToken)
    {
        const string Run = """
            cd "$(mktemp -d -p "$RUNS")" &&
            echo "Say $0." | "$CLAUDE_CLI_PATH" -p --output-format stream-json --verbose >stdout 2>stderr
            """;
        var all = new Dictionary<string, string>(environment) { ["HOME"] = folder.Path, ["RUNS"] = folder.Sub("bare") };
        var start = Stopwatch.GetTimestamp();
        await Child.OutputAsync("/bin/sh", ["-c", $"seq {count} | xargs -P 2 -n 1 sh -c '{Run}'"], all, cancellationToken);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static Dictionary<string, string> Environment(WorkFolder folder, string stubUrl) => new()
    {
        ["CLAUDE_CLI_PATH"] = Built.Claude,
        ["CLAUDE_CONFIG_DIR"] = folder.Sub("claude-config"),
        ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
        ["DISABLE_AUTOUPDATER"] = "1",
        ["ANTHROPIC_API_KEY"] = "sk-ant-stand-in",
        ["ANTHROPIC_BASE_URL"] = stubUrl,
    };
}
