using System.Diagnostics;

namespace Ccsp.Gateway.Processes;

/// <summary>The only place that calls <c>Process.Start</c>.</summary>
internal static class ChildProcess
{
    /// <summary>Starts a program that is connected to the gateway only by its stdin; stdout and stderr are discarded.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">With the errno of fork, chdir or exec.</exception>
    public static (int Pid, Stream Stdin) StartDetached(
        string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string workingDirectory)
    {
        // Redirected and closed at once: an inherited stdout would keep the gateway's own pipes open as long as the run lives.
        var description = Describe(file, arguments, environment, workingDirectory);
        // The runtime reaps the child even after this object is disposed.
        using var process = Start(description);
        process.StandardOutput.Dispose();
        process.StandardError.Dispose();
        return (process.Id, process.StandardInput.BaseStream);
    }

    /// <summary>Runs a system tool to its end, without input, with an almost empty environment, output discarded.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string file, IEnumerable<string> arguments)
    {
        var environment = new Dictionary<string, string> { ["LC_ALL"] = "C", ["PATH"] = "/usr/bin:/bin" };
        using var process = Start(Describe(file, arguments, environment, "/"));
        process.StandardInput.Dispose();
        process.StandardOutput.Dispose();
        process.StandardError.Dispose();
        process.WaitForExit();
        return process.ExitCode;
    }

    private static ProcessStartInfo Describe(
        string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string workingDirectory)
    {
        var description = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        description.Environment.Clear();
        foreach (var (name, value) in environment) description.Environment[name] = value;
        return description;
    }

#pragma warning disable RS0030 // this is the home the ban points to
    private static Process Start(ProcessStartInfo description) => Process.Start(description)!;
#pragma warning restore RS0030
}
