using System.Runtime.InteropServices;
using Xunit;

namespace Ccsp.Tests.Cli;

/// <summary>Whatever ends <c>./run</c>, what it started ends with it.</summary>
public sealed partial class RunScriptTests
{
    [Fact(Timeout = 300_000)]
    public async Task A_terminal_that_is_closed_leaves_nothing_behind()
    {
        using var run = await RunScript.ServingAsync();
        int[] started = [run.Gateway, run.StandIn, run.Pid];
        run.CloseTerminal();
        await Task.WhenAll(started.Select(RunScript.EndedAsync));
    }

    [Theory(Timeout = 300_000)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(15)]
    public async Task A_signal_leaves_nothing_behind_and_is_told_by_the_exit_code(int signal)
    {
        using var run = await RunScript.ServingAsync();
        int[] started = [run.Gateway, run.StandIn, run.Pid];
        Assert.Equal(0, Kill(run.Pid, signal));
        Assert.Equal(128 + signal, await run.ExitCodeAsync());
        await Task.WhenAll(started.Select(RunScript.EndedAsync));
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
