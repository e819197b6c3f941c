using System.Globalization;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Logins;
using Ccsp.Gateway.Storage;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Logins;

/// <summary>The question is a real process: a script in the place of the CLI.</summary>
public sealed class LoginCheckTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Supervisors _supervisors;

    public LoginCheckTests() =>
        _supervisors = Supervisors.Create(new SupervisorsOptions { DataDirectory = _folder["data"] }, TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _supervisors.Dispose();
        _folder.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_login_is_read_with_its_method_expiry_and_plan()
    {
        var answer = await AskAsync("""
            [ "$1 $2" = "auth status" ] || exit 9
            echo '{"loggedIn":true,"authMethod":"claude.ai","loginExpiresAt":"2026-03-05T12:00:00Z","subscriptionType":"max"}'
            """);
        Assert.Equal(new LoginAnswer.LoggedIn("claude.ai", new DateTimeOffset(2026, 3, 5, 12, 0, 0, TimeSpan.Zero), "max"), answer);
    }

    [Fact(Timeout = 60_000)]
    public async Task No_login_is_read_from_the_answer_and_its_exit_code()
    {
        var answer = await AskAsync("""echo '{"loggedIn":false,"authMethod":"none","loginExpiresAt":null}'; exit 1""");
        Assert.IsType<LoginAnswer.NotLoggedIn>(answer);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("echo 'unknown command auth' >&2; exit 2", "exit code 2 and said nothing that can be understood: unknown command auth")]
    [InlineData("echo Usage; exit 0", "exit code 0")]
    [InlineData("kill -9 $$", "was ended")]
    [InlineData("""echo '{"loggedIn":false}'; exit 7""", "exit code 7")]
    [InlineData("""echo '{"loggedIn":"yes"}'""", "exit code 0")]
    [InlineData("echo '[]'", "exit code 0")]
    public async Task Anything_else_is_no_answer(string script, string told)
    {
        var answer = Assert.IsType<LoginAnswer.NoAnswer>(await AskAsync(script));
        Assert.Contains(told, answer.Reason, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_data_folder_that_was_moved_away_is_no_answer_and_is_not_made_again()
    {
        Directory.Move(_folder["data"], _folder["away"]);
        Assert.Contains("could not be made", Assert.IsType<LoginAnswer.NoAnswer>(await AskAsync("echo '{}'")).Reason,
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["data"]));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_that_is_missing_is_no_answer()
    {
        var profile = Profile(_folder["missing"]);
        Assert.Contains("missing", Assert.IsType<LoginAnswer.NoAnswer>(await Check().AskAsync(profile, Stop)).Reason,
            StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_that_hangs_is_ended_with_everything_it_started()
    {
        var answer = await AskAsync($"sleep 600 & echo $! > {_folder["child"]}; trap '' TERM; sleep 600", limit: TimeSpan.FromSeconds(5));
        Assert.Equal(new LoginAnswer.NoAnswer("the engine did not answer in time"), answer);
        Assert.True(await ChildIsGoneAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_child_that_stays_behind_is_ended_and_no_file_is_left()
    {
        await AskAsync($$"""sleep 600 & echo $! > {{_folder["child"]}}; echo '{"loggedIn":true}'""");
        Assert.True(await ChildIsGoneAsync());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["data/logins"]));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_an_earlier_gateway_left_is_swept_away()
    {
        Directory.CreateDirectory(Path.Combine(_folder["data/logins"], "login-left"));
        await AskAsync("exit 0");
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["data/logins"]));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_folder_that_cannot_be_made_is_no_answer()
    {
        await File.WriteAllTextAsync(_folder["data/logins"], "in the way", Stop);
        Assert.IsType<LoginAnswer.NoAnswer>(await AskAsync("exit 0"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_that_floods_is_ended()
    {
        var answer = await AskAsync("exec yes");
        Assert.IsType<LoginAnswer.NoAnswer>(answer);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_question_finds_what_a_run_of_the_profile_would_find()
    {
        Directory.CreateDirectory(_folder["config"]);
        await AskAsync("env | sort > \"$CLAUDE_CONFIG_DIR/env\"; pwd > \"$CLAUDE_CONFIG_DIR/pwd\"");
        var seen = await File.ReadAllLinesAsync(Path.Combine(_folder["config"], "env"), Stop);
        Assert.Contains("ANTHROPIC_API_KEY=of the profile", seen);
        Assert.Contains("DISABLE_AUTOUPDATER=1", seen);
        Assert.DoesNotContain(seen,
            line => line.StartsWith("CLAUDECODE", StringComparison.Ordinal) || line.StartsWith("AWS_", StringComparison.Ordinal));
        Assert.Equal(_folder["data/logins"], (await File.ReadAllTextAsync(Path.Combine(_folder["config"], "pwd"), Stop)).Trim());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("", LoginKind.Login)]
    [InlineData("ANTHROPIC_API_KEY=k", LoginKind.Key)]
    [InlineData("ANTHROPIC_AUTH_TOKEN=k", LoginKind.Key)]
    [InlineData("CLAUDE_CODE_OAUTH_TOKEN=k", LoginKind.Key)]
    [InlineData("CLAUDE_CODE_USE_BEDROCK=1", LoginKind.Cloud)]
    [InlineData("CLAUDE_CODE_USE_BEDROCK=0", LoginKind.Login)]
    internal Task The_kind_of_a_profile_follows_from_its_environment(string variable, LoginKind kind) => Task.Run(() =>
    {
        var own = variable.Split('=') is [var name, var value] ? new Dictionary<string, string> { [name] = value } : [];
        var question = Question(
            new ProfileSurroundings(IsDefault: false, own,
            new Dictionary<string, string> { ["HOME"] = "/home/anna", ["ANTHROPIC_API_KEY"] = "of another" }));
        Assert.Equal((kind, "/home/anna/.claude/.credentials.json"), (question.Kind, question.CredentialsFile));
    }, TestContext.Current.CancellationToken);

    [Theory(Timeout = 60_000)]
    [InlineData(true, "/own/.credentials.json")]
    [InlineData(false, "/home/anna/.claude/.credentials.json")]
    public Task The_default_profile_shares_the_gateways_folder(bool isDefault, string file) => Task.Run(() =>
    {
        var gateway = new Dictionary<string, string> { ["HOME"] = "/home/anna", ["CLAUDE_CONFIG_DIR"] = "/own" };
        Assert.Equal(file, Question(new ProfileSurroundings(isDefault, new Dictionary<string, string>(), gateway)).CredentialsFile);
    }, TestContext.Current.CancellationToken);

    private async Task<bool> ChildIsGoneAsync() =>
        ProcStat.Read(int.Parse(await File.ReadAllTextAsync(_folder["child"], Stop), CultureInfo.InvariantCulture)) is null
        or { IsDead: true };

    private static LoginQuestion Question(ProfileSurroundings profile) =>
        ((ILoginQuestion)new EngineCatalog(new Dictionary<string, EngineOptions>())["claude"]).Ask(profile);

    private async Task<LoginAnswer> AskAsync(string script, TimeSpan? limit = null)
    {
        var program = _folder["claude"];
        await File.WriteAllTextAsync(program, "#!/bin/sh\n" + script + "\n", Stop);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return await Check(limit).AskAsync(Profile(program), Stop);
    }

    private LoginCheck Check(TimeSpan? limit = null) =>
        new(_supervisors, new EngineCatalog(new Dictionary<string, EngineOptions>()),
            new RootFolder(_folder["data"]), limit ?? TimeSpan.FromSeconds(30));

    private LoginProfile Profile(string program)
    {
        var own = new Dictionary<string, string> { ["CLAUDE_CONFIG_DIR"] = _folder["config"], ["ANTHROPIC_API_KEY"] = "of the profile" };
        var gateway = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["HOME"] = _folder.Path, ["CLAUDE_CLI_PATH"] = program,
            ["CLAUDECODE"] = "1", ["AWS_PROFILE"] = "x" };
        return new LoginProfile("ci", "claude", Question(new ProfileSurroundings(IsDefault: false, own, gateway)), null);
    }
}
