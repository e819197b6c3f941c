using System.Text.Json;
using Ccsp.Contracts;
using Xunit;

namespace Ccsp.Tests.Cli;

/// <summary>What <c>ccsp config</c> says of a configuration.</summary>
public sealed class ConfigTests : IDisposable
{
    private readonly TestShell _shell = new();

    public ConfigTests() => _shell.Environment["PATH"] = "/no/such/folder";

    public void Dispose() => _shell.Dispose();

    [Theory(Timeout = 120_000)]
    [InlineData("config|check", ExitCodes.Findings)]
    [InlineData("config|show", ExitCodes.Findings)]
    [InlineData("serve", ExitCodes.Usage)]
    [InlineData("migrate-store|--from|redis|--to|sqlite", ExitCodes.Usage)]
    public async Task Findings_stand_in_the_order_of_their_lines_each_on_one_without_control_characters(string args, int code)
    {
        Configure("""
            {
              "listen": "nowhere\u001b]0;title\u0007\nsecond line",
              "profiles": { "a": { "engine": "none" } },
              "maxConcurent": 3,
              "queueSize": -1
            }
            """);
        _shell.Environment["CCSP_MAX_CONCURRENT"] = "many\u001b[2J";
        Assert.Equal(code, await _shell.RunAsync(args.Split('|')));
        var lines = (_shell.Out + _shell.Error).TrimEnd().Split('\n');
        Assert.Equal(["listen", "profiles.a.engine", "maxConcurent", "queueSize", "maxConcurrent"],
            lines[..^1].Select(line => line.Split(": ")[1]));
        Assert.Equal("ccsp: the configuration has 5 findings", lines[^1]);
        Assert.DoesNotContain(_shell.Out + _shell.Error, c => char.IsControl(c) && c != '\n');
    }

    [Fact(Timeout = 120_000)]
    public async Task Json_says_what_a_start_would_miss_as_the_text_does()
    {
        Configure("""{ "engines": { "tool": { "command": ["/no/such/tool"] } }, "profiles": { "p": { "configDir": "/no/such/dir" } } }""");
        Assert.Equal(ExitCodes.Findings, await _shell.RunAsync("config", "check"));
        Assert.Equal(ExitCodes.Findings, await JsonAsync(
            ("engines.tool.command", "error"), ("profiles.p.configDir", "error"), ("engines.claude.path", "warning")));
        foreach (var said in new[] { "/no/such/tool does not exist", "/no/such/dir", "engines.claude.path: there is no program claude" })
            Assert.Contains(said, _shell.Out, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_program_that_was_not_named_and_is_not_there_is_no_mistake()
    {
        Configure("{}");
        Assert.Equal(ExitCodes.Done, await _shell.RunAsync("config", "check"));
        Assert.Contains("what it needs is not all here:\nengines.claude.path: there is no program claude", _shell.Out,
            StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Done, await JsonAsync(("engines.claude.path", "warning")));
    }

    private void Configure(string json)
    {
        Directory.CreateDirectory(Path.Combine(_shell.Folder, "config"));
        File.WriteAllText(Path.Combine(_shell.Folder, "config/ccsp.json"), json);
    }

    /// <summary>The exit code of the same check, after a look at its findings.</summary>
    private async Task<int> JsonAsync(params (string Key, string Severity)[] findings)
    {
        using var shell = new TestShell();
        Directory.CreateDirectory(Path.Combine(shell.Folder, "config"));
        File.Copy(Path.Combine(_shell.Folder, "config/ccsp.json"), Path.Combine(shell.Folder, "config/ccsp.json"));
        shell.Environment["PATH"] = _shell.Environment["PATH"];
        var exit = await shell.RunAsync("config", "check", "--json");
        using var json = JsonDocument.Parse(shell.Out);
        Assert.Equal(findings, json.RootElement.EnumerateArray().Select(finding =>
            (finding.GetProperty("key").GetString()!, finding.GetProperty("severity").GetString()!)));
        return exit;
    }
}
