using System.Runtime.InteropServices;
using Xunit;

namespace Ccsp.Tests.Cli;

/// <summary>What a gateway says to whoever started it.</summary>
public sealed partial class ServeTests
{
    private const int HangUp = 1;
    private const int Terminate = 15;

    [Fact(Timeout = 240_000)]
    public async Task A_configuration_that_is_not_taken_is_told_on_standard_error()
    {
        using var serve = new ServeProcess();
        await serve.ReadyAsync();
        serve.Configure("""{"maxConcurent":3}""");
        Send(serve.Pid, HangUp);
        Assert.StartsWith(
            "ccsp: error: The configuration has mistakes, so the one in force stays: ", await serve.WarningAsync("maxConcurent"),
            StringComparison.Ordinal);
        serve.Configure("""{"retention":{"outputDays":3}}""");
        Send(serve.Pid, HangUp);
        Assert.StartsWith(
            "ccsp: warning: The configuration was read again; this takes effect only when the gateway is started again: ",
            await serve.WarningAsync("retention.outputDays"), StringComparison.Ordinal);
        serve.Configure("""{"maxConcurrent":7,"retention":{"outputDays":3}}""");
        Send(serve.Pid, HangUp);
        Assert.Matches(
            "^ccsp: the configuration was read again; now in force: maxConcurrent [0-9]+ → 7$",
            await serve.WarningAsync("in force: max"));
        serve.Configure("{}");
        Send(serve.Pid, HangUp);
        await serve.WarningAsync("in force: maxConcurrent 7 → ");
        Send(serve.Pid, HangUp);
        await serve.WarningAsync("nothing has changed");
    }

    [Fact(Timeout = 240_000)]
    public async Task A_missing_claude_is_told_at_the_start_with_what_helps()
    {
        using var serve = new ServeProcess(path: "/usr/bin:/bin");
        Assert.Contains(
            "'npm install -g @anthropic-ai/claude-code' installs it, CLAUDE_CLI_PATH names one",
            await serve.WarningAsync("no program claude"), StringComparison.Ordinal);
        await serve.ReadyAsync();
    }

    [Fact(Timeout = 240_000)]
    public async Task A_gateway_outlives_its_terminal_and_says_so_in_its_log()
    {
        using var serve = new ServeProcess(onTerminal: true);
        await serve.ReadyAsync();
        var gateway = serve.Pid;
        serve.Configure("""{"maxConcurent":3}""");
        serve.Kill();
        await serve.LoggedAsync($"The terminal this gateway was started in is gone; it goes on without it, and 'kill {gateway}' ends it");
        Send(gateway, HangUp);
        await serve.LoggedAsync("so the one in force stays");
        Send(gateway, Terminate);
        await RunScript.EndedAsync(gateway);
    }

    private static void Send(int pid, int signal) => Assert.Equal(0, Kill(pid, signal));

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
