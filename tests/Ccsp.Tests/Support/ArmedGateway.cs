using System.Diagnostics;
using Ccsp.Tests.Cli;
using Xunit;

namespace Ccsp.Tests.Support;

/// <summary>A start of the real gateway that is killed at a failpoint, or else as soon as it is ready.</summary>
internal static class ArmedGateway
{
    private const int Killed = 128 + 9;

    /// <returns>False: it became ready, as it does not pass the failpoint.</returns>
    public static async Task<bool> IsKilledAtAsync(string failpoint, string home, string data, IReadOnlyDictionary<string, string> more)
    {
        var start = new ProcessStartInfo(ShellScript.Program, ["serve", "--listen", "127.0.0.1:0"]) { RedirectStandardOutput = true };
        start.Environment["CCSP_FAILPOINT"] = failpoint;
        start.Environment["CLAUDE_CLI_PATH"] = "/bin/true";
        start.Environment.Remove("REDIS_URL");
        start.Environment["DOTNET_ROOT"] = ShellScript.DotnetRoot;
        start.Environment["HOME"] = start.WorkingDirectory = home;
        start.Environment["CCSP_DATA_DIR"] = data;
        foreach (var (name, value) in more)
            start.Environment[name] = value;
        using var gateway = Process.Start(start)!;
        var ready = await gateway.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        if (ready is not null)
            gateway.Kill();
        await gateway.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Killed, gateway.ExitCode);
        return ready is null;
    }
}
