using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Channels;

namespace Ccsp.EndToEnd.Support;

/// <summary>A program this test started: its lines can be awaited, it can be signalled by id, and it is gone when disposed.</summary>
internal sealed partial class ChildProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private Task? _exited;
    private readonly Channel<string> _lines = Channel.CreateBounded<string>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest });

    private ChildProgram(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>One task for all, so that whether it is completed can be asked at any time.</summary>
    public Task Exited => _exited ??= _process.WaitForExitAsync();

    public int ExitCode => _process.ExitCode;

    /// <summary>Everything it wrote to both streams so far; for the message of a failing test.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    public static ChildProgram Start(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string? directory = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        if (directory is not null)
            start.WorkingDirectory = directory;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var child = new ChildProgram(new Process { StartInfo = start });
        child._process.OutputDataReceived += (_, line) => child.Hear(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Hear(line.Data);
        child._process.Start();
        child._process.StandardInput.Close();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        // Whoever waits for a line that never comes learns it from the exit, which comes after the last line.
        _ = child.Exited.ContinueWith(_ => child._lines.Writer.TryComplete(), TaskScheduler.Default);
        return child;
    }

    /// <summary>The first line, from now on or not read yet, that contains a text.</summary>
    public async Task<string> LineAsync(string part, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience.OfWait);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(limit.Token))
            {
                if (line.Contains(part, StringComparison.Ordinal))
                    return line;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Falls through to the message that shows what it said instead.
        }

        throw new InvalidOperationException($"{_process.StartInfo.FileName} never said '{part}'. It said:\n{Said}");
    }

    public void Signal(int number)
    {
        if (Kill(_process.Id, number) != 0)
            throw new InvalidOperationException($"Signal {number} did not reach {_process.Id}.");
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        // The end of one of the two streams.
        if (line is null)
            return;
        lock (_said)
            _said.AppendLine(line);
        _lines.Writer.TryWrite(line);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
