using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Ccsp.RedisServers;

/// <summary>
/// A real redis-server in a folder of its own on a loopback port, which can be stopped, killed, suspended and started again.
/// </summary>
internal sealed partial class RedisServer : IAsyncDisposable
{
    private const int Term = 15;
    private const int Stop = 19;
    private const int Continue = 18;

    private readonly string _folder = Directory.CreateTempSubdirectory("ccsp-redis-").FullName;
    private readonly IReadOnlyList<string> _arguments;
    private readonly IReadOnlyList<string> _place;
    private readonly string _readyWord;
    private Process? _process;

    private RedisServer(int port, IReadOnlyList<string> arguments, string readyWord, string? configuration = null)
    {
        Port = port;
        _place = arguments is ["--sentinel"] ? [SentinelFile]
            : configuration is null ? ["--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _folder, "--save", "", "--appendonly", "no"]
            : [configuration, "--port", $"{Port}", "--dir", _folder];
        _arguments = arguments;
        _readyWord = readyWord;
    }

    public int Port { get; }

    public string Endpoint => $"127.0.0.1:{Port}";

    public string Folder => _folder;

    public int Id => _process?.Id ?? throw new InvalidOperationException("The server is not running.");

    /// <param name="settings">As on redis-server's command line, such as <c>--appendonly yes</c>, one word each; without any, nothing is
    /// kept on disk.</param>
    public static async Task<RedisServer> StartAsync(params string[] settings)
    {
        var port = LoopbackPort.Free();
        var server = new RedisServer(port, settings, "Ready to accept");
        await server.StartAgainAsync();
        return server;
    }

    /// <param name="configuration">A redis.conf, of which only port and folder are replaced.</param>
    public static async Task<RedisServer> StartProfileAsync(string configuration)
    {
        var server = new RedisServer(LoopbackPort.Free(), [], "Ready to accept", configuration);
        await server.StartAgainAsync();
        return server;
    }

    /// <param name="configuration">All of sentinel.conf but the port.</param>
    public static async Task<RedisServer> StartSentinelAsync(string configuration)
    {
        var port = LoopbackPort.Free();
        var server = new RedisServer(port, ["--sentinel"], "+monitor");
        await File.WriteAllTextAsync(server.SentinelFile, $"port {port}\nbind 127.0.0.1\n{configuration}");
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>With the same folder and port.</summary>
    public async Task StartAgainAsync()
    {
        var start = new ProcessStartInfo("redis-server", [.. _place, .. _arguments]) { RedirectStandardOutput = true };
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new List<string>();
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
                ready.TrySetException(
                    new InvalidOperationException($"redis-server on {Port} ended before it was ready:\n{string.Join('\n', said)}"));
            else if (line.Data.Contains(_readyWord, StringComparison.Ordinal))
                ready.TrySetResult();
            else if (!ready.Task.IsCompleted)
                said.Add(line.Data);
        };
        _process.Start();
        _process.BeginOutputReadLine();
        await ready.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    /// <summary>SIGTERM: it writes what it still has to.</summary>
    public async Task TerminateAsync()
    {
        Signal(Term);
        await ExitAsync();
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await ExitAsync();
    }

    /// <summary>SIGSTOP: its connections stay open and nothing is answered.</summary>
    public void Suspend() => Signal(Stop);

    public void Resume() => Signal(Continue);

    /// <summary>What redis-cli prints for a command.</summary>
    public Task<string> CommandAsync(params string[] words) => RedisCli.RunAsync(["-p", $"{Port}", .. words]);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string SentinelFile => Path.Combine(_folder, "sentinel.conf");

    private async Task ExitAsync()
    {
        await _process!.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    private void Signal(int number)
    {
        if (Kill(Id, number) != 0)
            throw new InvalidOperationException($"Signal {number} did not reach {Id}.");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
