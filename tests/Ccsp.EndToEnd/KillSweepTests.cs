using Ccsp.EndToEnd.Support;
using Xunit;

namespace Ccsp.EndToEnd;

/// <summary>
/// SIGKILL at every named step of submit, claim, start, finish, checkpoint and adoption, over and over on one data folder, while a client
/// goes on submitting. Afterwards the history checker reads what the client was told and what the store says.
/// </summary>
public sealed class KillSweepTests
{
    private static readonly string[] Commands = ["submit", "claim", "start", "finish", "checkpoint"];
    private static readonly string[] Moments = ["before-apply", "after-apply", "after-commit"];
    private static readonly string[] Steps =
        [
            "start.folder", "start.cgroup", "start.spawned", "start.recorded", "start.released", "adopt.leases", "adopt.found",
            "adopt.finished",
        ];

    private static IReadOnlyList<string> Failpoints { get; } =
        [.. from command in Commands from moment in Moments select $"{command}.{moment}", .. Steps];

    [Fact(Timeout = 3_600_000)]
    public async Task Nothing_acknowledged_is_lost_or_run_twice_wherever_the_gateway_is_killed()
    {
        var stop = TestContext.Current.CancellationToken;
        var rounds = Repository.Full ? 22 : 1;
        using var data = new DataFolder();
        var history = new History();
        var setup = new GatewaySetup { DataFolder = data.Path, MaxConcurrent = 5, MoreEngines = SweepEngine(data) };
        await using var sweep = new KillSweep(setup, history);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var failpoint in Failpoints)
                await sweep.KillAtAsync(failpoint, hit: 1 + (round % 4), stop);
        }

        await sweep.SettleAsync(stop);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{sweep.Kills} kills, {sweep.Missed.Count} of them from outside, {history.Acknowledged.Count} acknowledged tasks");
        Assert.True(sweep.Kills >= (Repository.Full ? 500 : Failpoints.Count), $"only {sweep.Kills} kills");
        // A later hit of a step may take more work than a life gets; the first one never does.
        Assert.DoesNotContain(sweep.Missed, place => place.EndsWith(":1", StringComparison.Ordinal));
        Assert.Empty(await history.CheckAsync(sweep.Rest, stop));
        Assert.False(File.Exists(Path.Combine(data.Path, "doubles")), "two runs of one task were alive at the same time");
        // A task whose answer was lost at the last kill was not waited for; it ends like the others.
        await Poll.UntilAsync(() => Survivors.Of(data.Path).Count == 0, "every process of every run to be gone", stop);
    }

    /// <summary>
    /// A run that proves it is alone in its task's folder, leaves a mark for having run, and accounts for exactly 0.25 USD.
    /// </summary>
    private static string SweepEngine(DataFolder data)
    {
        var script = $$$"""
            mkdir lock || echo "$CCSP_TASK_ID" >> {{{data.Path}}}/doubles; cat > /dev/null; sleep 0.05; echo "$CCSP_RUN" >> ran; rmdir lock
            printf '%s' '{"type":"result","subtype":"success","is_error":false,"result":"ok","num_turns":1,"total_cost_usd":0.25,'
            printf '%s\n' '"usage":{"input_tokens":10,"output_tokens":5},"modelUsage":{}}'
            """;
        return $$"""
            "sweep": { "kind": "command", "output": "stream-json",
                       "command": ["/bin/sh", "-c", {{System.Text.Json.JsonSerializer.Serialize(script, Plain.Default.String)}}] }
            """;
    }
}
