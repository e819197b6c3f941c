using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Execution;

/// <summary>What a gateway takes up at its start: runs of the one before it, with nothing else that could bring them a stop.</summary>
public sealed class AdoptionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_stop_on_record_is_obeyed_before_the_first_heartbeat()
    {
        using var bench = new ExecutionBench();
        await BeginAsync(bench, "trap 'echo heard; exit 3' INT; echo ready; while :; do sleep 0.05; done");
        await bench.RestartAsync();
        await bench.Store.ChangeAsync(new TaskChange.Cancel(TestIds.Of(1), "anna", bench.Clock.GetUtcNow()), Stop);
        Assert.Equal(TaskState.Stopping, (await bench.RecordAsync(1)).Task.State);

        Assert.Equal(1, await bench.Adoption().RunOnceAsync(atStart: true, bench.Leave.Token));
        await bench.Runs.WhenAllDone();
        Assert.Equal(TaskState.Cancelled, (await bench.RecordAsync(1)).Task.State);
        Assert.Equal("ready\nheard\n", bench.OutputOf(1));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_goes_on_while_nobody_follows_it_and_ends_as_if_somebody_had()
    {
        using var bench = new ExecutionBench();
        await BeginAsync(bench, $"echo ready; while [ ! -e '{bench["go"]}' ]; do sleep 0.05; done; echo done");
        await bench.RestartAsync();
        Assert.Equal(TaskState.Running, (await bench.RecordAsync(1)).Task.State);

        Assert.Equal(1, await bench.Adoption().RunOnceAsync(atStart: true, bench.Leave.Token));
        await File.WriteAllTextAsync(bench["go"], "", Stop);
        await bench.Runs.WhenAllDone();
        var ended = await bench.RecordAsync(1);
        Assert.Equal((TaskState.Succeeded, "ready\ndone", 1), (ended.Task.State, ended.Result, ended.Task.Runs));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_lease_without_a_flow_is_taken_up_at_the_start_at_once_and_later_in_the_second_round()
    {
        using var bench = new ExecutionBench();
        await bench.SubmitAsync(1, Submissions.Simple() with { Engine = "true" });
        Assert.Single(await bench.ClaimAsync());
        var adoption = bench.Adoption();
        // Its flow may be just about to begin.
        Assert.Equal(0, await adoption.RunOnceAsync(atStart: false, bench.Leave.Token));
        Assert.Equal(1, await adoption.RunOnceAsync(atStart: false, bench.Leave.Token));
        await bench.Runs.WhenAllDone();
        var given = (await bench.RecordAsync(1)).Task;
        Assert.Equal((TaskState.Ready, 0), (given.State, given.Runs));

        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(await bench.ClaimAsync());
        Assert.Equal(1, await bench.Adoption().RunOnceAsync(atStart: true, bench.Leave.Token));
        await bench.Runs.WhenAllDone();
    }

    private static async Task BeginAsync(ExecutionBench bench, string script)
    {
        await bench.SubmitAsync(1, Submissions.Simple(script) with { Engine = "sh" });
        await bench.BeginAsync();
        await bench.WroteAsync(1, "ready\n");
    }
}
