using System.Diagnostics;
using System.Text;

namespace Ccsp.EndToEnd.Support;

/// <summary>A program that was run to its end.</summary>
internal sealed record Call(int ExitCode, string Stdout, string Stderr)
{
    /// <param name="onError">Told each line of stderr as it comes.</param>
    public static async Task<Call> RunAsync(
        string program, string[] arguments, byte[] stdin, IReadOnlyDictionary<string, string> environment, string directory,
        CancellationToken cancellationToken, Action<string>? onError = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        await process.StandardInput.BaseStream.WriteAsync(stdin, cancellationToken);
        process.StandardInput.Close();
        var stdout = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var stderr = onError is null ? process.StandardError.ReadToEndAsync(cancellationToken)
            : ReadLinesAsync(process.StandardError, onError, cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new Call(process.ExitCode, await stdout, await stderr);
    }

    private static async Task<string> ReadLinesAsync(StreamReader from, Action<string> onLine, CancellationToken cancellationToken)
    {
        var all = new StringBuilder();
        while (await from.ReadLineAsync(cancellationToken) is { } line)
        {
            all.Append(line).Append('\n');
            onLine(line);
        }

        return all.ToString();
    }
}
