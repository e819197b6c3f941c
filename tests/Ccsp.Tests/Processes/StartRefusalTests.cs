using System.Diagnostics;
using Ccsp.Gateway.Processes;
using Xunit;

namespace Ccsp.Tests.Processes;

public sealed class StartRefusalTests
{
    [Theory(Timeout = 120_000)]
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

    /// <summary>Once it ran, its exit code 127 could be the script's own, and would be the task's failure.</summary>
    [Theory(Timeout = 120_000)]
    [InlineData("#!/nowhere/sh\n", "is run by /nowhere/sh, but /nowhere/sh does not exist")]
    [InlineData("#! /etc/passwd -x\n", "is run by /etc/passwd, but /etc/passwd may not be executed")]
    [InlineData("#!/usr/bin/env no-such-language\n", "is run by no-such-language, which is not on the PATH /usr/bin:/bin")]
    [InlineData("#!/usr/bin/env -S no-such-language -x\n", "is run by no-such-language, which is not on the PATH /usr/bin:/bin")]
    public async Task A_script_without_its_interpreter_is_an_engine_that_is_missing(string line, string reason)
    {
        await using var fixture = new SupervisorFixture();
        var command = fixture.Command("") with { FileName = Script(fixture, line) };
        var outcome = await fixture.Supervisors.StartAsync(command, TestContext.Current.CancellationToken);
        Assert.Contains(reason, Assert.IsType<StartOutcome.EngineMissing>(outcome).Reason, StringComparison.Ordinal);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("#!/bin/sh\n")]
    [InlineData("#!/usr/bin/env sh\n")]
    [InlineData("#!/usr/bin/env -i sh\n")]
    [InlineData("#!")]
    [InlineData("#!no-path\n")]
    [InlineData("")]
    public async Task Any_other_script_is_started(string line)
    {
        await using var fixture = new SupervisorFixture();
        Assert.Null(ScriptInterpreter.WhyNot(Script(fixture, line), "/usr/bin:/bin"));
    }

    private static string Script(SupervisorFixture fixture, string content)
    {
        var path = Path.Combine(fixture.Root, "script");
        File.WriteAllText(path, content);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }

    [Fact(Timeout = 120_000)]
    public async Task A_missing_working_directory_is_named()
    {
        await using var fixture = new SupervisorFixture();
        var command = fixture.Command("") with { WorkingDirectory = Path.Combine(fixture.Root, "gone") };
        var outcome = await fixture.Supervisors.StartAsync(command, TestContext.Current.CancellationToken);
        Assert.Contains(command.WorkingDirectory, Assert.IsType<StartOutcome.DirectoryMissing>(outcome).Reason, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task An_argument_the_system_does_not_pass_is_refused_and_leaves_no_cgroup()
    {
        await using var fixture = new SupervisorFixture();
        var command = fixture.Command("", new string('x', 200_000));
        Assert.IsType<StartOutcome.TooLong>(await fixture.Supervisors.StartAsync(command, TestContext.Current.CancellationToken));
        if (fixture.Supervisors.Containment is Containment.Cgroup cgroup)
            Assert.Empty(Directory.GetDirectories(cgroup.Parent, $"ccsp-{command.Marker}"));
    }

    /// <summary>Faults the system calls of a second process of this program, which tries one start and says how it ended.</summary>
    [Theory(Timeout = 240_000)]
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
