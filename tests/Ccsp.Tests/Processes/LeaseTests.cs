using Ccsp.Gateway.Processes;
using Xunit;

namespace Ccsp.Tests.Processes;

/// <summary>A run ends before its lease does, whoever is there to see to it.</summary>
public sealed class LeaseTests
{
    /// <summary>Three seconds of it are the supervisor's margin.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(5);

    [Theory(Timeout = 240_000)]
    [InlineData("deaf", false)]
    [InlineData("deaf", true)]
    // Without cgroups the supervisor finds its own session only; what has left it is found by a gateway.
    [InlineData("daemon", false)]
    public async Task A_lease_that_nobody_renews_takes_its_run_with_it(string scenario, bool forceScan)
    {
        await using var fixture = new SupervisorFixture(forceScan);
        var lease = Lease(fixture);
        lease.Extend(Short);
        var command = fixture.Command(SupervisorFixture.Scenario(scenario, ("stay", 60_000))) with { Lease = lease.Path };
        var run = await fixture.StartAsync(command);
        var exit = Assert.IsType<RunExit.LeaseEnded>(await run.Exited);
        // By its record: it is noticed a moment later.
        Assert.True(exit.EndedAt < DateTimeOffset.UtcNow.AddSeconds(EndOf(lease) - SinceBoot()), "It outlived its lease.");
        await SupervisorFixture.NoneAliveAsync(command.Marker);
        await fixture.NoSupervisorAsync();
    }

    [Fact(Timeout = 240_000)]
    public async Task A_lease_that_is_renewed_keeps_its_run()
    {
        await using var fixture = new SupervisorFixture();
        var lease = Lease(fixture);
        // Long enough to begin in.
        lease.Extend(TimeSpan.FromSeconds(12));
        var run = await fixture.StartAsync(
            fixture.Command(SupervisorFixture.Scenario("group", ("stay", 60_000))) with { Lease = lease.Path });
        await SupervisorFixture.FirstByteAsync(run);
        var first = EndOf(lease);
        lease.Extend(TimeSpan.FromMinutes(1));
        await SupervisorFixture.EventuallyAsync(() => SinceBoot() > first, "the first end of the lease has passed");
        Assert.False(run.Exited.IsCompleted);
        await run.StopAsync(SupervisorFixture.Brisk, TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = 240_000)]
    public async Task A_run_that_ends_in_time_is_told_from_one_whose_lease_ended()
    {
        await using var fixture = new SupervisorFixture();
        var lease = Lease(fixture);
        lease.Extend(TimeSpan.FromMinutes(1));
        var run = await fixture.StartAsync(fixture.Command(SupervisorFixture.Scenario("exit", ("code", 3))) with { Lease = lease.Path });
        Assert.Equal(3, Assert.IsType<RunExit.Code>(await run.Exited).Value);
    }

    [Fact(Timeout = 240_000)]
    public async Task The_deadline_still_counts_under_a_long_lease()
    {
        await using var fixture = new SupervisorFixture();
        var lease = Lease(fixture);
        lease.Extend(TimeSpan.FromMinutes(1));
        var run = await fixture.StartAsync(
            fixture.Command(SupervisorFixture.Scenario("group", ("stay", 60_000))) with { Lease = lease.Path,
            Deadline = TimeSpan.FromSeconds(1), DeadlineGrace = TimeSpan.FromSeconds(1) });
        Assert.IsType<RunExit.DeadlinePassed>(await run.Exited);
    }

    [Fact(Timeout = 240_000)]
    public async Task Without_the_file_the_lease_has_ended()
    {
        await using var fixture = new SupervisorFixture();
        var run = await fixture.StartAsync(
            fixture.Command(SupervisorFixture.Scenario("group", ("stay", 60_000))) with { Lease = Path.Combine(fixture.Root, "none") });
        Assert.IsType<RunExit.LeaseEnded>(await run.Exited);
    }

    private static LeaseFile Lease(SupervisorFixture fixture) => new(Path.Combine(fixture.Root, "lease"));

    private static double EndOf(LeaseFile lease) =>
        double.Parse(File.ReadAllText(lease.Path), System.Globalization.CultureInfo.InvariantCulture);

    private static double SinceBoot() =>
        double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
}
