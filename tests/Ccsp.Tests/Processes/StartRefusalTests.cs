using System.Diagnostics;
using Ccsp.Gateway.Processes;
using Xunit;

namespace Ccsp.Tests.Processes;

public sealed class StartRefusalTests
{
    [Theory(Timeout = 30_000)]
    [InlineData("/nowhere/claude", "does not exist")]
    [InlineData("/etc", "is a folder")]
    [InlineData("/etc/passwd", "may not be executed")]
    [InlineData("bin/claude", "not an absolute path")]
    [InlineData("no-such-engine", "not on the PATH /usr/bin:/bin")]
    public async Task An_engine_that_cannot_be_executed_is_named(string program, string reason)
    {
        await using var fixture = new SupervisorFixture();
        var outcome = await fixture.Supervisors.StartAsync(fixture.Command("") with { FileName = program },
            TestContext.Current.CancellationToken);
        Assert.Contains(reason, Assert.IsType<StartOutcome.EngineMissing>(outcome).Reason, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(fixture.Root, "data", "runs")));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_missing_working_directory_is_named()
    {
        await using var fixture = new SupervisorFixture();
        var command = fixture.Command("") with { WorkingDirectory = Path.Combine(fixture.Root, "gone") };
        var outcome = await fixture.Supervisors.StartAsync(command, TestContext.Current.CancellationToken);
        Assert.Contains(command.WorkingDirectory, Assert.IsType<StartOutcome.DirectoryMissing>(outcome).Reason, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_argument_the_system_does_not_pass_is_refused_and_leaves_no_cgroup()
    {
        await using var fixture = new SupervisorFixture();
        var command = fixture.Command("", new string('x', 200_000));
        Assert.IsType<StartOutcome.TooLong>(await fixture.Supervisors.StartAsync(command, TestContext.Current.CancellationToken));
        if (fixture.Supervisors.Containment is Containment.Cgroup cgroup)
            Assert.Empty(Directory.GetDirectories(cgroup.Parent, $"ccsp-{command.Marker}"));
    }

    /// <summary>Faults the system calls of a second process of this program, which tries one start and says how it ended.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData("clone,clone3,vfork,fork:error=EAGAIN", "NoResources")]
    [InlineData("clone,clone3,vfork,fork:error=ENOMEM", "NoResources")]
    [InlineData("pipe2:error=EMFILE", "NoResources")]
    [InlineData("mkdir,mkdirat:error=ENOSPC", "DiskFull")]
    [InlineData("pwrite64:error=ENOSPC", "DiskFull")]
    public async Task A_shortage_is_an_outcome_and_not_an_exception(string fault, string outcome)
    {
        await using var fixture = new SupervisorFixture();
        Assert.Equal(outcome, await StartUnderFaultAsync(fixture, fault));
    }

    private static async Task<string> StartUnderFaultAsync(SupervisorFixture fixture, string fault)
    {
        var host = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardInput = true };
        host.Environment[StartHost.Folder] = fixture.Root;
        using var process = Process.Start(host)!;
        Assert.Equal("prepared", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        var syscalls = fault.Split(':')[0];
        using var strace = Process.Start(
            new ProcessStartInfo("strace", ["-f", "-qq", "-p", $"{process.Id}", "-e", $"trace={syscalls}", "-e", $"inject={fault}"])
        {
            RedirectStandardError = true,
        })!;
        await SupervisorFixture.EventuallyAsync(() => StartHost.IsTraced(process.Id), "strace is attached");
        await process.StandardInput.WriteLineAsync("start");
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return $"{(StartHost.Exit)process.ExitCode}";
    }
}
