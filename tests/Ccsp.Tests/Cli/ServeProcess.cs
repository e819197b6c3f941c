using System.Diagnostics;
using System.Threading.Channels;
using Ccsp.Tests.Processes;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Cli;

/// <summary>The real <c>ccsp serve</c> with a configuration of its own, directly or on a pseudo-terminal.</summary>
internal sealed class ServeProcess : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Process _process;
    private readonly Channel<string> _errors = Channel.CreateUnbounded<string>();
    private readonly Channel<string> _out = Channel.CreateUnbounded<string>();

    public ServeProcess(bool onTerminal = false, string? path = null)
    {
        Configure("{}");
        string[] serve = ["serve", "--listen", "127.0.0.1:0", "--config", ConfigFile];
        var start = onTerminal
            ? new ProcessStartInfo("script", ["-qefc", $"exec {ShellScript.Program} {string.Join(' ', serve)}", "/dev/null"])
            : new ProcessStartInfo(ShellScript.Program, serve);
        start.WorkingDirectory = _folder.Path;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment["CCSP_DATA_DIR"] = Data;
        start.Environment["HOME"] = _folder.Path;
        start.Environment["SHELL"] = "/bin/sh";
        start.Environment["DOTNET_ROOT"] = ShellScript.DotnetRoot;
        start.Environment.Remove("CLAUDE_CLI_PATH");
        if (path is not null)
            start.Environment["PATH"] = path;
        _process = Process.Start(start)!;
        _ = ReadAsync(_process.StandardOutput, _out.Writer);
        _ = ReadAsync(_process.StandardError, _errors.Writer);
    }

    public string Data => _folder["data"];

    public int Pid => Gateway.Storage.DataFolderLock.HolderOf(Data)!.Pid;

    private string ConfigFile => _folder["ccsp.json"];

    public void Configure(string json) => File.WriteAllText(_folder["ccsp.json"], json);

    public Task ReadyAsync() => LineAsync(_out.Reader, "ready on ");

    /// <summary>The next line of standard error with these words.</summary>
    public Task<string> WarningAsync(string part) => LineAsync(_errors.Reader, part);

    /// <summary>With a terminal: it closes. The kernel tells everything in it with HUP.</summary>
    public void Kill() => _process.Kill();

    public Task LoggedAsync(string part) =>
        SupervisorFixture.EventuallyAsync(() => Log().Contains(part, StringComparison.Ordinal), $"'{part}' is logged");

    public string Log()
    {
        var all = "";
        foreach (var path in Directory.GetFiles(_folder["logs"], "*.log"))
        {
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            all += reader.ReadToEnd();
        }

        return all;
    }

    public void Dispose()
    {
        ShellScript.EndGateway(Data);
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }

    private static async Task<string> LineAsync(ChannelReader<string> lines, string part)
    {
        var said = "";
        await foreach (var line in lines.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            said += line + "\n";
            if (line.Contains(part, StringComparison.Ordinal))
                return line;
        }

        throw new InvalidOperationException($"'{part}' was never said, but:\n{said}");
    }

    private static async Task ReadAsync(StreamReader from, ChannelWriter<string> to)
    {
        while (await from.ReadLineAsync() is { } line)
            await to.WriteAsync(line);
        to.Complete();
    }
}
