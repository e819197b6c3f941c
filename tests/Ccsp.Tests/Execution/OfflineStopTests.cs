using Ccsp.Contracts;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.EmergencyStop;
using Ccsp.Gateway.Processes;
using Ccsp.Tests.Processes;
using Xunit;

namespace Ccsp.Tests.Execution;

/// <summary>The emergency stop of a data folder whose gateway is gone, on real processes.</summary>
public sealed class OfflineStopTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Each run ends at once when it is asked, on a busy machine a little later.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    [Theory(Timeout = 120_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_run_of_the_folder_is_ended_and_the_order_is_left_for_the_next_gateway(bool forceScan)
    {
        await using var fixture = new SupervisorFixture(forceScan);
        var polite = fixture.Command(SupervisorFixture.Scenario("polite", ("code", 9))) with {
            Directory = Path.Combine(fixture.Root, "data", "runs", "t1", "1") };
        var daemon = fixture.Command(SupervisorFixture.Scenario("daemon", ("stay", 60_000))) with {
            Directory = Path.Combine(fixture.Root, "data", "runs", "t2", "1") };
        var ended = fixture.Command(SupervisorFixture.Scenario("exit", ("code", 0))) with {
            Directory = Path.Combine(fixture.Root, "data", "runs", "t3", "1") };
        foreach (var command in (SupervisedCommand[])[polite, daemon])
            await SupervisorFixture.FirstByteAsync(await fixture.StartAsync(command));
        await (await fixture.StartAsync(ended)).Exited;
        fixture.Restart();

        var receipt = await new OfflineStop(Path.Combine(fixture.Root, "data"), Grace, TimeProvider.System).StopAsync(
            new UnwrittenStop(EmergencyMode.Kill, "now", "anna", Noon));
        Assert.Equal(["t1/1", "t2/1"], receipt.Ended.Where(run => run != "t3/1").Order(StringComparer.Ordinal));
        Assert.Empty(receipt.Survivors);
        var kept = new UnwrittenStopFile(Path.Combine(fixture.Root, "data")).Read()!.Receipt!;
        Assert.Equal((receipt.Ended.Count, receipt.Ended.Count), (kept.Live, kept.Stopped));
        Assert.NotNull(kept.StoppedAt);
        await SupervisorFixture.NoneAliveAsync(polite.Marker);
        await SupervisorFixture.NoneAliveAsync(daemon.Marker);
        Assert.Equal("now", new UnwrittenStopFile(Path.Combine(fixture.Root, "data")).Read()!.Reason);
        Assert.Equal(new RunStopMark("emergency", "anna"), new RunFolder(polite.Directory).ReadStop());
        Assert.Null(new RunFolder(ended.Directory).ReadStop());
        var adopted = Assert.IsType<AdoptOutcome.Ended>(await fixture.Supervisors.AdoptAsync(polite.Directory));
        Assert.Equal("emergency", adopted.Run.Mark!.Reason);
        Assert.Equal(9, Assert.IsType<RunExit.Code>(adopted.Exit).Value);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_hold_leaves_the_runs_alone()
    {
        await using var fixture = new SupervisorFixture();
        var command = fixture.Command(SupervisorFixture.Scenario("polite")) with {
            Directory = Path.Combine(fixture.Root, "data", "runs", "t1", "1") };
        var run = await fixture.StartAsync(command);
        await SupervisorFixture.FirstByteAsync(run);
        await new OfflineStop(Path.Combine(fixture.Root, "data"), TimeSpan.Zero, TimeProvider.System).StopAsync(
            new UnwrittenStop(EmergencyMode.Hold, "wait", "anna", Noon));
        Assert.False(run.Exited.IsCompleted);
        Assert.Equal(EmergencyMode.Hold, new UnwrittenStopFile(Path.Combine(fixture.Root, "data")).Read()!.Mode);
        await run.StopAsync(StopLadder.Immediate, TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_folder_without_runs_is_stopped_as_well()
    {
        await using var fixture = new SupervisorFixture();
        var receipt = await new OfflineStop(Path.Combine(fixture.Root, "data"), TimeSpan.Zero, TimeProvider.System).StopAsync(
            new UnwrittenStop(EmergencyMode.Kill, "now", "anna", Noon));
        Assert.Equal((0, 0, null), (receipt.Ended.Count, receipt.Survivors.Count, receipt.NotKept));
    }
}
