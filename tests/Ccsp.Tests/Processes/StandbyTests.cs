using Ccsp.Gateway.Processes;
using Xunit;

namespace Ccsp.Tests.Processes;

/// <summary>A supervisor that waits for the next start.</summary>
public sealed class StandbyTests
{
    [Theory(Timeout = 240_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_one_that_waits_takes_the_next_start(bool forceScan)
    {
        await using var fixture = new SupervisorFixture(forceScan);
        await fixture.Supervisors.StandByAsync();
        await fixture.Supervisors.StandByAsync();
        var waiting = await fixture.SupervisorAsync();

        var command = fixture.Command(SupervisorFixture.Scenario("group", ("stay", 60_000)));
        var run = await fixture.StartAsync(command);
        await SupervisorFixture.FirstByteAsync(run);
        Assert.Equal(waiting, run.Identity.Pid);
        await run.StopAsync(SupervisorFixture.Brisk, TestContext.Current.CancellationToken);
        await SupervisorFixture.NoneAliveAsync(command.Marker);
        Assert.Equal(fixture.Supervisors.Containment is Containment.Cgroup, run.Identity.Cgroup is not null);
        if (run.Identity.Cgroup is { } group)
            Assert.False(Directory.Exists(group));
    }

    [Fact(Timeout = 240_000)]
    public async Task One_that_died_while_it_waited_is_replaced()
    {
        await using var fixture = new SupervisorFixture();
        await fixture.Supervisors.StandByAsync();
        var dead = await fixture.SupervisorAsync();
        Assert.Equal(0, NativeMethods.Kill(dead, NativeMethods.SIGKILL));
        await fixture.NoSupervisorAsync();

        var run = await fixture.StartAsync(fixture.Command(SupervisorFixture.Scenario("exit", ("code", 3))));
        Assert.NotEqual(dead, run.Identity.Pid);
        Assert.Equal(3, Assert.IsType<RunExit.Code>(await run.Exited).Value);
    }

    [Fact(Timeout = 240_000)]
    public async Task It_ends_with_its_gateway_and_takes_its_cgroup_with_it()
    {
        await using var fixture = new SupervisorFixture();
        await fixture.Supervisors.StandByAsync();
        var waiting = await fixture.SupervisorAsync();
        var group = "";
        if (fixture.Supervisors.Containment is Containment.Cgroup cgroup)
            await SupervisorFixture.EventuallyAsync(() => (group = GroupOf(waiting, cgroup.Parent)).Length > 0,
                "it is in a cgroup of its own");

        fixture.Supervisors.Dispose();
        await fixture.NoSupervisorAsync();
        Assert.False(Directory.Exists(group));
        await fixture.Supervisors.StandByAsync();
        Assert.Empty(SupervisorFixture.Supervising(fixture.Root));
    }

    private static string GroupOf(int pid, string parent) =>
        Directory.GetDirectories(parent, "ccsp-standby-*").FirstOrDefault(group => CgroupFolder.Processes(group).Contains(pid)) ?? "";
}
