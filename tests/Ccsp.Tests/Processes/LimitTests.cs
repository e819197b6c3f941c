using Ccsp.Gateway.Processes;
using Xunit;

namespace Ccsp.Tests.Processes;

public sealed class LimitTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(500);

    [Theory(Timeout = 240_000)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public async Task The_supervisor_ends_the_tree_at_the_deadline_whether_the_gateway_is_there_or_not(bool forceScan, bool gatewayThere)
    {
        await using var fixture = new SupervisorFixture(forceScan);
        var command = fixture.Command(SupervisorFixture.Scenario("group", ("stay", 60_000))) with { Deadline = Soon,
            DeadlineGrace = TimeSpan.FromSeconds(1) };
        var run = await fixture.StartAsync(command);
        if (!gatewayThere)
        {
            fixture.Restart();
            await SupervisorFixture.EventuallyAsync(() => new RunFolder(command.Directory).ReadExit() is not null, "the exit is recorded");
            run = Assert.IsType<AdoptOutcome.Ended>(await fixture.Supervisors.AdoptAsync(command.Directory)).Run;
        }
        Assert.IsType<RunExit.DeadlinePassed>(await run.Exited);
        await run.KillTreeAsync();
        await SupervisorFixture.NoneAliveAsync(command.Marker);
    }

    [Theory(Timeout = 240_000)]
    [InlineData("deaf", null, 9)]
    [InlineData("polite", 143, null)]
    public async Task A_passed_deadline_says_how_the_CLI_took_it(string scenario, int? code, int? signal)
    {
        await using var fixture = new SupervisorFixture();
        // It needs a moment to begin; before that TERM ends it like any other.
        var command = fixture.Command(SupervisorFixture.Scenario(scenario)) with { Deadline = TimeSpan.FromSeconds(6),
            DeadlineGrace = TimeSpan.FromSeconds(3) };
        using var run = await fixture.StartAsync(command);
        var exit = Assert.IsType<RunExit.DeadlinePassed>(await run.Exited);
        Assert.Equal((code, signal), (exit.ExitCode, exit.SignalNumber));
    }

    [Theory(Timeout = 240_000)]
    [InlineData("")]
    [InlineData(" >&2")]
    public async Task One_byte_beyond_the_cap_is_announced_and_stays_on_disk(string target)
    {
        await using var fixture = new SupervisorFixture();
        var command = fixture.Command("") with { FileName = "/bin/sh",
            Arguments = ["-c", $"head -c 2000001 /dev/zero{target}; exec sleep 60"], OutputMax = 2_000_000 };
        using var run = await fixture.StartAsync(command);
        await run.Overflowed.WaitAsync(TestContext.Current.CancellationToken);
        await run.StopAsync(SupervisorFixture.Brisk, TestContext.Current.CancellationToken);
        var written = (await SupervisorFixture.ReadToEndAsync(run)).Length
            + (await SupervisorFixture.ReadToEndAsync(run, SpoolStream.Stderr)).Length;
        Assert.Equal(2_000_001, written);
    }

    [Fact(Timeout = 240_000)]
    public async Task Output_within_the_cap_is_not_announced()
    {
        await using var fixture = new SupervisorFixture();
        using var run = await fixture.StartAsync(
            fixture.Command(SupervisorFixture.Scenario("flood", ("bytes", 65_536))) with { OutputMax = 65_536 });
        await run.Exited;
        Assert.False(run.Overflowed.IsCompleted);
    }

    [Fact(Timeout = 240_000)]
    public async Task A_grandchild_that_goes_on_writing_does_not_delay_the_end_of_the_output()
    {
        await using var fixture = new SupervisorFixture();
        using var run = await fixture.StartAsync(fixture.Command(SupervisorFixture.Scenario("chatty-heir")));
        await run.Exited;
        Assert.StartsWith("family\n", await SupervisorFixture.ReadTextAsync(run), StringComparison.Ordinal);
        await run.KillTreeAsync();
    }

    [Fact(Timeout = 240_000)]
    public async Task A_run_beyond_its_memory_limit_is_killed_by_the_kernel_and_says_so()
    {
        await using var fixture = new SupervisorFixture();
        // tail keeps a line until it ends, and this one does not; the runtime of the fake agent would notice the limit and stay below it.
        Assert.SkipUnless(fixture.Supervisors.Containment is Containment.Cgroup { Memory: not LimitPlace.None },
            $"no memory controller here: {fixture.Supervisors.Containment.Reason}");
        using var run = await fixture.StartAsync(
            fixture.Command("") with { FileName = "tail", Arguments = ["/dev/zero"], MemoryMax = 64_000_000 });
        var exit = Assert.IsType<RunExit.Signal>(await run.Exited);
        Assert.Equal(9, exit.Number);
        Assert.True(exit.OutOfMemory);
    }

    [Fact(Timeout = 240_000)]
    public async Task A_run_cannot_have_more_processes_than_its_limit()
    {
        await using var fixture = new SupervisorFixture();
        Assert.SkipUnless(fixture.Supervisors.Containment is Containment.Cgroup { Pids: not LimitPlace.None },
            $"no pids controller here: {fixture.Supervisors.Containment.Reason}");
        var command = fixture.Command("") with { FileName = "/bin/sh",
            Arguments = ["-c", "i=0; while [ $i -lt 50 ]; do sleep 60 & i=$((i+1)); done; echo all"], PidsMax = 10 };
        using var run = await fixture.StartAsync(command);
        Assert.DoesNotContain("all", await SupervisorFixture.ReadTextAsync(run), StringComparison.Ordinal);
        Assert.Contains("fork", await SupervisorFixture.ReadTextAsync(run, SpoolStream.Stderr), StringComparison.OrdinalIgnoreCase);
        await run.KillTreeAsync();
    }

    [Fact(Timeout = 240_000)]
    public async Task A_disk_filled_by_the_CLI_does_not_hide_how_it_ended()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting a small file system takes root");
        await using var fixture = new SupervisorFixture();
        var small = Directory.CreateDirectory(Path.Combine(fixture.Root, "data", "small")).FullName;
        Assert.Equal(0, ChildProcess.Run("/bin/mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", small]));
        try
        {
            var command = fixture.Command(SupervisorFixture.Scenario("fill-disk")) with { Directory = Path.Combine(small, "run"),
                WorkingDirectory = small };
            using (var run = await fixture.StartAsync(command))
            {
                Assert.Equal(28, Assert.IsType<RunExit.Code>(await run.Exited).Value);
                Assert.Equal(0, new DriveInfo(small).AvailableFreeSpace);
                await SupervisorFixture.NoneAliveAsync(command.Marker);
                // It keeps its log open on that file system.
                await fixture.NoSupervisorAsync();
            }
            var next = command with { Directory = Path.Combine(small, "next"), Stdin = new byte[100_000] };
            var refused = await fixture.Supervisors.StartAsync(next, TestContext.Current.CancellationToken);
            Assert.IsType<StartOutcome.DiskFull>(refused);
        }
        finally
        {
            // What was started last may take a moment to let go of it.
            await SupervisorFixture.EventuallyAsync(() => ChildProcess.Run("/bin/umount", [small]) == 0, "the small file system is free");
        }
    }
}
