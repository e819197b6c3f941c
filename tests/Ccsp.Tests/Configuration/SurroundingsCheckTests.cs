using Ccsp.Gateway.Configuration;
using Ccsp.Gateway.Settings;
using Xunit;

namespace Ccsp.Tests.Configuration;

public sealed class SurroundingsCheckTests : IDisposable
{
    private readonly Loading _loading = new();

    public void Dispose() => _loading.Dispose();

    [Fact(Timeout = 30_000)]
    public Task What_was_written_and_is_not_there_is_named() => Task.Run(() =>
    {
        _loading.File("text", "", UnixFileMode.UserRead);
        var findings = Findings("""
            {
              "dataDir": "/proc/x", "logDir": "/dev/null/logs",
              "engines": { "claude": { "path": "/no/such/claude" }, "m": { "kind": "command", "command": ["no-such-program"] },
                           "t": { "kind": "command", "command": ["./text"] } },
              "profiles": { "ci": { "configDir": "/no/such/dir", "env": { "API_KEY": "secret:exec:/no/such/vault read" } } },
              "roots": { "workingDirectories": ["/", "/no/such/root"] }
            }
            """);
        Assert.Equal(
            [
                "engines.claude.path: /no/such/claude does not exist",
                "engines.m.command: there is no program no-such-program on PATH",
                $"engines.t.command: {_loading.Folder}/text may not be executed: Permission denied",
                "profiles.ci.env.API_KEY: /no/such/vault does not exist",
                "profiles.ci.configDir: there is no directory /no/such/dir",
                "roots.workingDirectories: there is no directory /no/such/root",
                "dataDir: /proc/x cannot be used: /proc cannot be written",
                "logDir: /dev/null/logs cannot be used: /dev/null is a file",
            ],
            findings);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task A_program_nobody_wrote_is_only_worth_a_word() => Task.Run(() =>
    {
        var loaded = Assert.IsType<OptionsResult.Loaded>(_loading.Load());
        Assert.Empty(SurroundingsCheck.Check(loaded, "/no/such/folder"));
        var note = Assert.Single(SurroundingsCheck.Notes(loaded, "/no/such/folder"));
        Assert.StartsWith(
            "default: engines.claude.path: there is no program claude on PATH ('npm install -g @anthropic-ai/claude-code' installs it, ",
            note.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_loading.Folder));
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task A_profile_can_empty_a_variable_and_pass_one_on() => Task.Run(() =>
    {
        var profile = _loading.Options(
            """{ "profiles": { "ci": { "env": { "ANTHROPIC_API_KEY": "" }, "passEnvironment": ["SSH_AUTH_SOCK"] } } }""").Profiles["ci"];
        Assert.Equal((new Secret.Literal(""), SignIn.Login), (profile.Env["ANTHROPIC_API_KEY"], profile.SignIn));
        Assert.Equal(["SSH_AUTH_SOCK"], profile.PassEnvironment);
        Assert.Contains(
            "passEnvironment: must be a list of names of variables",
            Assert.Single(_loading.Findings("""{ "profiles": { "ci": { "passEnvironment": ["CCSP_TOKEN"] } } }""")),
            StringComparison.Ordinal);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task What_is_passed_on_reaches_the_profile_and_what_is_written_goes_before() => Task.Run(() =>
    {
        var own = Environment.GetEnvironmentVariable("PATH");
        var profiles = ProfileSecrets.Resolve(new Dictionary<string, ProfileOptions>
        {
            ["a"] = new() { PassEnvironment = ["PATH", "NO_SUCH_VARIABLE"] },
            ["b"] = new() { PassEnvironment = ["PATH"], Env = new Dictionary<string, Secret> { ["PATH"] = new Secret.Literal("") } },
        });
        Assert.Equal(new Dictionary<string, string> { ["PATH"] = own! }, profiles["a"].Environment);
        Assert.Equal("", profiles["b"].Environment["PATH"]);
    }, TestContext.Current.CancellationToken);

    private List<string> Findings(string json) =>
        [
            .. SurroundingsCheck.Check(Assert.IsType<OptionsResult.Loaded>(_loading.Load(json)), "/usr/bin:/bin")
            .Select(finding => $"{finding.Path}: {finding.Message}"),
        ];
}
