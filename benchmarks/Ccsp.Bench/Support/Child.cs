using System.Diagnostics;

namespace Ccsp.Bench.Support;

/// <summary>A program this measurement started, and ends by its id.</summary>
internal sealed class Child : IAsyncDisposable
{
    private readonly Process _process;

    private Child(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Starts a program and waits for a line on its stdout.</summary>
    /// <returns>The program and that line.</returns>
    public static async Task<(Child Child, string Line)> StartAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string directory, string awaited,
        CancellationToken cancellationToken)
    {
        var child = new Child(new Process { StartInfo = Describe(program, arguments, environment, directory) });
        child._process.Start();
        child._process.StandardInput.Close();
        while (await child._process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (!line.Contains(awaited, StringComparison.Ordinal))
                continue;
            _ = child._process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            return (child, line);
        }

        await child.DisposeAsync();
        throw new InvalidOperationException($"{program} ended without saying '{awaited}'.");
    }

    /// <summary>Runs a program to its end; its stderr goes to ours.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> OutputAsync(string program, IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = Describe(program, arguments, environment, Path.GetTempPath()) };
        process.Start();
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? output
            : throw new InvalidOperationException($"{program} ended with exit code {process.ExitCode}: {output}");
    }

    /// <summary>SIGTERM, then, should it not be gone after 20 s, SIGKILL.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            using var ask = Process.Start("/bin/kill", ["-TERM", $"{_process.Id}"]);
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _process.Dispose();
    }

    private static ProcessStartInfo Describe(string program, IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> environment, string directory)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true,
            WorkingDirectory = directory };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }
}
