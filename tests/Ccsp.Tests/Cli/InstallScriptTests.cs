using System.Diagnostics;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Cli;

/// <summary>The real <c>./install</c>; what it would build is a small script.</summary>
public sealed class InstallScriptTests : IDisposable
{
    private const string Tools = """
        CLAUDE_VERSION=1 TOOLS=$PWD/.tools
        say() { echo "$*" >&2; }
        die() { echo "$*" >&2; exit 1; }
        need_dotnet() { :; }
        publish_ccsp() { mkdir -p artifacts/ccsp; printf '#!/bin/sh\necho ccsp 1\n' >artifacts/ccsp/ccsp; }
        """;

    private readonly TempFolder _folder = new();

    public InstallScriptTests()
    {
        File.Copy(Path.Combine(Repository.Root, "install"), _folder["install"]);
        Directory.CreateDirectory(_folder["scripts"]);
        File.WriteAllText(_folder["scripts/tools.sh"], Tools);
    }

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 240_000)]
    public async Task Where_claude_is_missing_its_last_words_say_what_helps()
    {
        const string Cure = "'npm install -g @anthropic-ai/claude-code' installs it, CLAUDE_CLI_PATH names one";
        var said = await InstallAsync();
        Assert.Contains(Cure, said, StringComparison.Ordinal);
        Assert.DoesNotContain("export CLAUDE_CLI_PATH", said, StringComparison.Ordinal);

        var fetched = Program(".tools/claude-1/node_modules/.bin/claude");
        Assert.Contains($"export CLAUDE_CLI_PATH=\"{fetched}\"", await InstallAsync(), StringComparison.Ordinal);

        Assert.DoesNotContain("claude", await InstallAsync(claude: fetched), StringComparison.Ordinal);
        Program("on-path/claude");
        Assert.DoesNotContain("claude", await InstallAsync(path: _folder["on-path"] + ":"), StringComparison.Ordinal);
    }

    private async Task<string> InstallAsync(string path = "", string claude = "")
    {
        var start = new ProcessStartInfo("/bin/sh", ["install", "--prefix", _folder["prefix"]])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = _folder.Path;
        start.Environment["PATH"] = path + "/usr/bin:/bin";
        start.Environment["CLAUDE_CLI_PATH"] = claude;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await error);
        return await output + await error;
    }

    private string Program(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], "#!/bin/sh\n");
        File.SetUnixFileMode(_folder[name], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return _folder[name];
    }
}
