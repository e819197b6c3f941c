using Ccsp.Contracts;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Execution;

/// <summary>What is decided between the start of a run and its ending, with a real store and real processes.</summary>
public sealed class RunFlowTests
{
    private const string Refused =
        """{"type":"system","subtype":"api_retry","attempt":1,"error_status":401,"error":"authentication_failed"}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_refused_login_holds_the_profile_while_its_run_still_takes_its_grace()
    {
        using var bench = new ExecutionBench(new ExecutionOptions { Timeouts = new TimeoutOptions { GraceSeconds = 50 } });
        using var events = bench.Hub.Subscribe(taskId: null);
        await bench.SubmitAsync(1, Submissions.Simple(
            $"trap '' INT TERM; echo '{Refused}'; echo '{Refused}'; while [ ! -e '{bench["go"]}' ]; do sleep 0.05; done")
            with { Engine = "lines" });
        var running = await bench.BeginAsync();
        while ((await events.Events.ReadAsync(Stop)).Type != EventTypes.GateClosed)
        {
            // What came before.
        }

        Assert.Contains((await bench.RecordAsync(1)).Task.State, new[] { TaskState.Running, TaskState.Stopping });
        await bench.SubmitAsync(2, Submissions.Simple() with { Engine = "true" });
        Assert.Empty(await bench.ClaimAsync());

        await File.WriteAllTextAsync(bench["go"], "", Stop);
        await running;
        var parked = (await bench.RecordAsync(1)).Task;
        Assert.Equal((TaskState.Scheduled, WaitReason.Session, EndingClass.Login), (parked.State, parked.WaitReason, parked.Ending!.Class));
        Assert.Equal(GateActors.Provider, Assert.Single(await bench.Store.GatesAsync(Stop)).Actor);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_first_stop_decides_the_reason_and_a_cancel_beats_it(bool cancelled)
    {
        using var bench = new ExecutionBench(new ExecutionOptions { Timeouts = new TimeoutOptions { GraceSeconds = 50 } });
        await bench.SubmitAsync(1, Submissions.Simple(
            $"trap '' INT TERM; echo ready; while [ ! -e '{bench["go"]}' ]; do sleep 0.05; done; exit 1")
            with { Engine = "sh", TimeoutSeconds = 1000 });
        var running = await bench.BeginAsync();
        await bench.WroteAsync(1, "ready\n");
        var active = Assert.Single(bench.Runs.All());
        // The deadline passes on the gateway's clock alone.
        await AdvanceUntilAsync(bench, TaskState.Stopping);
        if (cancelled)
            active.AskUnwritten(new StopRequest(StopReason.Cancel, "anna", bench.Clock.GetUtcNow()));
        await File.WriteAllTextAsync(bench["go"], "", Stop);
        await running;
        var ended = (await bench.RecordAsync(1)).Task;
        Assert.Equal(cancelled ? EndingClass.Cancelled : EndingClass.Timeout, ended.Ending!.Class);
        Assert.Equal(cancelled, ended.State == TaskState.Cancelled);
    }

    private static async Task AdvanceUntilAsync(ExecutionBench bench, TaskState state)
    {
        using var events = bench.Hub.Subscribe(taskId: TestIds.Of(1));
        // It looks once a minute, and at the deadline.
        for (var minute = 0; minute < 17; minute++)
        {
            await bench.Clock.ArmedForAsync(TimeSpan.FromSeconds(minute < 16 ? 60 : 40)).WaitAsync(Stop);
            bench.Clock.Advance(TimeSpan.FromSeconds(minute < 16 ? 60 : 40));
        }

        while ((await events.Events.ReadAsync(Stop)).Type != EventTypes.TaskStopping)
        {
            // What came before.
        }

        Assert.Equal(state, (await bench.RecordAsync(1)).Task.State);
    }
}
