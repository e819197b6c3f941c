using System.Diagnostics;
using Ccsp.Gateway.Storage;
using Xunit;

namespace Ccsp.Tests.Cli;

/// <summary>Runs the real program from a shell, for what only real descriptors show. In the script <c>ccsp</c> is a function.</summary>
internal static class ShellScript
{
    /// <summary>Built beside the tests.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "ccsp");

    /// <summary>Where that program finds its runtime.</summary>
    public static string DotnetRoot { get; } = Path.GetDirectoryName(Environment.ProcessPath) is { } host
        && File.Exists(Path.Combine(host, "dotnet"))
        ? host
        : Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "";

    /// <summary>Ends what a failed test left behind.</summary>
    public static void EndGateway(string dataFolder)
    {
        if (DataFolderLock.HolderOf(dataFolder) is not { Pid: var pid }
            || $"/proc/{pid}/cmdline" is var path && !File.Exists(path)
            || !File.ReadAllText(path).Contains("serve", StringComparison.Ordinal))
            return;
        using var gateway = Process.GetProcessById(pid);
        gateway.Kill();
    }

    public static async Task<(int Exit, string Out, string Error)> RunAsync(string script, Uri gateway, string folder)
    {
        Assert.True(File.Exists(Program), $"{Program} is missing");
        var start = new ProcessStartInfo("/bin/bash", ["-c", "ccsp() { \"$CCSP\" \"$@\"; }\n" + script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["CCSP"] = Program;
        start.Environment["CCSP_URL"] = gateway.ToString();
        start.Environment["CCSP_API_KEY"] = "k";
        start.Environment["TERM"] = "xterm";
        start.Environment["TZ"] = "UTC";
        start.Environment["DOTNET_ROOT"] = DotnetRoot;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            // What its loops wait for may never come.
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output, await error);
    }
}
