using System.Diagnostics;
using Xunit;

namespace Ccsp.Tests.Cli;

/// <summary>Runs the real program from a shell, for what only real descriptors show. In the script <c>ccsp</c> is a function.</summary>
internal static class ShellScript
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "ccsp");

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
        start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Environment.ProcessPath) is { } host
            && File.Exists(Path.Combine(host, "dotnet"))
            ? host
            : Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
