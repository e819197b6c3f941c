using System.Diagnostics;
using System.Globalization;
using Ccsp.Gateway.Storage;
using Ccsp.RedisServers;
using Ccsp.Tests.Processes;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Cli;

/// <summary>
/// The real <c>./run</c> with the real gateway on a pseudo-terminal of its own. What it would build and fetch is there already: the program
/// beside the tests, and small scripts for the SDK, the CLI and the stand-in.
/// </summary>
internal sealed class RunScript : IDisposable
{
    private const string Tools = """
        say() { echo "$*" >&2; }
        die() { echo "$*" >&2; exit 1; }
        need_dotnet() { :; }
        need_claude() { export CLAUDE_CLI_PATH="$PWD/claude"; }
        publish_ccsp() { export CCSP_BIN="$CCSP"; mkdir -p artifacts; }
        """;

    private const string Claude = """
        #!/bin/sh
        [ "$1" = auth ] && exit 1
        echo '{"type":"system","subtype":"init","session_id":"s"}'
        echo '{"type":"result","subtype":"success","is_error":false,"result":"fine","session_id":"s"}'
        """;

    private const string Stub = """
        #!/bin/sh
        echo $$ >stub.pid
        echo "listening on http://127.0.0.1:9"
        exec sleep 600
        """;

    private readonly TempFolder _folder = new();
    private readonly Process _terminal;
    private readonly Task<string> _said;

    private RunScript(string command)
    {
        File.Copy(Path.Combine(Repository.Root, "run"), _folder["run"]);
        Write("scripts/tools.sh", Tools);
        Write("claude", Claude);
        Write("dotnet", "#!/bin/sh\n");
        Write("artifacts/bin/Ccsp.ApiStub/release/Ccsp.ApiStub", Stub);
        Write("start", $"#!/bin/sh\necho $$ >run.pid\n{command.Replace("PORT", $"{LoopbackPort.Free()}", StringComparison.Ordinal)}\n");
        var start = new ProcessStartInfo("script", ["-qefc", "./start", "/dev/null"])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsOfSomebodyElse).ToList())
            start.Environment.Remove(name);
        start.Environment["CCSP"] = ShellScript.Program;
        start.Environment["CCSP_DATA_DIR"] = _folder["data"];
        start.Environment["HOME"] = _folder.Path;
        start.Environment["SHELL"] = "/bin/sh";
        start.Environment["PATH"] = $"{_folder.Path}:{start.Environment["PATH"]}";
        start.Environment["DOTNET_ROOT"] = ShellScript.DotnetRoot;
        _terminal = Process.Start(start)!;
        Serving = new TaskCompletionSource();
        _said = ReadAsync();
    }

    /// <summary>The task is done, and the script waits.</summary>
    public TaskCompletionSource Serving { get; }

    /// <param name="command">Becomes <c>./run</c>; PORT is a free one.</param>
    public static async Task<RunScript> ServingAsync(string command = "exec ./run --port PORT")
    {
        var script = new RunScript(command);
        if (await Task.WhenAny(script.Serving.Task, script._said) == script._said)
            Assert.Fail($"./run never served: {await script._said}");
        return script;
    }

    public int Pid => ReadPid("run.pid");

    public int StandIn => ReadPid("stub.pid");

    public int Gateway => DataFolderLock.HolderOf(_folder["data"])!.Pid;

    /// <summary>The kernel tells everything in the terminal with HUP.</summary>
    public void CloseTerminal() => _terminal.Kill();

    public async Task<int> ExitCodeAsync()
    {
        await _terminal.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _terminal.ExitCode;
    }

    public static Task EndedAsync(int pid) =>
        SupervisorFixture.EventuallyAsync(() => !Directory.Exists($"/proc/{pid}"), $"process {pid} has ended");

    public void Dispose()
    {
        ShellScript.EndGateway(_folder["data"]);
        if (!_terminal.HasExited)
            _terminal.Kill();
        _terminal.Dispose();
        _folder.Dispose();
    }

    private static bool IsOfSomebodyElse(string name) =>
        name.StartsWith("CCSP_", StringComparison.Ordinal) || name.StartsWith("ANTHROPIC_", StringComparison.Ordinal)
        || name.StartsWith("CLAUDE_", StringComparison.Ordinal);

    private async Task<string> ReadAsync()
    {
        var said = "";
        while (await _terminal.StandardOutput.ReadLineAsync() is { } line)
        {
            said += line + "\n";
            if (line.Contains("Serving on", StringComparison.Ordinal))
                Serving.TrySetResult();
        }

        return said;
    }

    private int ReadPid(string name) => int.Parse(File.ReadAllText(_folder[name]), CultureInfo.InvariantCulture);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], text);
        File.SetUnixFileMode(_folder[name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
