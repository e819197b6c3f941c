using Ccsp.Gateway.Processes;
using Xunit;

namespace Ccsp.Tests.Processes;

public sealed class StopTests
{
    [Theory(Timeout = 120_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_CLI_that_saves_on_INT_is_asked_for_nothing_more(bool forceScan)
    {
        await using var fixture = new SupervisorFixture(forceScan);
        using var run = await fixture.StartAsync(fixture.Command(SupervisorFixture.Scenario("polite", ("code", 9))));
        await SupervisorFixture.FirstByteAsync(run);
        var receipt = await run.StopAsync(StopLadder.Default, TestContext.Current.CancellationToken);
        Assert.Equal(["INT"], receipt.SignalsSent);
        Assert.Equal(9, Assert.IsType<RunExit.Code>(await run.Exited).Value);
        Assert.Equal("ready\nsaved\n", await SupervisorFixture.ReadTextAsync(run));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_ladder_without_a_rung_begins_at_the_next()
    {
        await using var fixture = new SupervisorFixture();
        using var run = await fixture.StartAsync(fixture.Command(SupervisorFixture.Scenario("polite")));
        await SupervisorFixture.FirstByteAsync(run);
        var receipt = await run.StopAsync(new StopLadder(TimeSpan.Zero, TimeSpan.FromMinutes(1)), TestContext.Current.CancellationToken);
        Assert.Equal(["TERM"], receipt.SignalsSent);
        Assert.Equal(143, Assert.IsType<RunExit.Code>(await run.Exited).Value);
    }

    [Theory(Timeout = 120_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_CLI_that_hears_nothing_is_killed_after_every_rung(bool forceScan)
    {
        await using var fixture = new SupervisorFixture(forceScan);
        using var run = await fixture.StartAsync(fixture.Command(SupervisorFixture.Scenario("deaf")));
        await SupervisorFixture.FirstByteAsync(run);
        var receipt = await run.StopAsync(SupervisorFixture.Brisk, TestContext.Current.CancellationToken);
        Assert.Equal(["INT", "TERM", "KILL"], receipt.SignalsSent);
        Assert.Empty(receipt.Survivors);
        Assert.Equal(9, Assert.IsType<RunExit.Signal>(await run.Exited).Number);
    }

    [Fact(Timeout = 120_000)]
    public async Task Hurry_skips_the_waits_but_not_the_kill()
    {
        await using var fixture = new SupervisorFixture();
        using var run = await fixture.StartAsync(fixture.Command(SupervisorFixture.Scenario("deaf")));
        await SupervisorFixture.FirstByteAsync(run);
        using var hurry = new CancellationTokenSource();
        var stopping = run.StopAsync(new StopLadder(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5)), hurry.Token);
        Assert.False(stopping.IsCompleted);
        await hurry.CancelAsync();
        var sent = (await stopping).SignalsSent;
        Assert.Equal("KILL", sent[^1]);
        Assert.DoesNotContain("TERM", sent);
        Assert.Equal(9, Assert.IsType<RunExit.Signal>(await run.Exited).Number);
    }

    [Fact(Timeout = 120_000)]
    public async Task Stopping_what_has_ended_sends_nothing()
    {
        await using var fixture = new SupervisorFixture();
        using var run = await fixture.StartAsync(fixture.Command(SupervisorFixture.Scenario("exit", ("code", 2))));
        await run.Exited;
        var receipt = await run.StopAsync(StopLadder.Default, TestContext.Current.CancellationToken);
        Assert.Empty(receipt.SignalsSent);
        Assert.Equal(2, Assert.IsType<RunExit.Code>(await run.Exited).Value);
    }

    [Theory(Timeout = 240_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stop_right_after_the_release_leaves_nothing_behind(bool forceScan)
    {
        await using var fixture = new SupervisorFixture(forceScan);
        var commands = Enumerable.Range(0, 20).Select(_ => fixture.Command(SupervisorFixture.Scenario("daemon", ("stay", 60_000))))
            .ToList();
        foreach (var command in commands)
        {
            using var run = await fixture.StartAsync(command);
            var receipt = await run.StopAsync(StopLadder.Immediate, TestContext.Current.CancellationToken);
            Assert.Empty(receipt.Survivors);
            await SupervisorFixture.NoneAliveAsync(command.Marker);
            Assert.True(run.Exited.IsCompletedSuccessfully);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_run_disposed_at_its_gate_never_runs()
    {
        await using var fixture = new SupervisorFixture();
        var command = fixture.Command(SupervisorFixture.Scenario("lines"));
        var run = await fixture.StartAtGateAsync(command);
        run.Dispose();
        await fixture.NoSupervisorAsync();
        Assert.Equal("", await File.ReadAllTextAsync(Path.Combine(command.Directory, "stdout"), TestContext.Current.CancellationToken));
        if (run.Identity.Cgroup is { } group) Assert.False(Directory.Exists(group));
    }
}
