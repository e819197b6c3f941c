using Ccsp.Contracts;
using Xunit;

namespace Ccsp.Tests.Cli;

public sealed class SessionsTests : IDisposable
{
    private const string Lost =
        """{"profile":"ci","state":"lost","isValid":false,"consecutiveFailures":3,"lastCheck":"2026-03-01T12:00:00Z","reason":"Invalid """
            + """API key","issueNumber":7}""";
    private const string Valid = """{"profile":"default","state":"valid","isValid":true,"consecutiveFailures":0}""";

    private const string Silent =
        """{"profile":"default","state":"valid","isValid":true,"consecutiveFailures":0,"lastError":"claude is not there"}""";
    private const string Denied =
        """{"profile":"default","state":"valid","isValid":true,"consecutiveFailures":1,"lastError":"not logged in"}""";
    private const string Unknown = """{"profile":"default","state":"unknown","isValid":false,"consecutiveFailures":0}""";

    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory(Timeout = 120_000)]
    [InlineData("sessions")]
    [InlineData("sessions|list")]
    public async Task Sessions_are_listed_with_what_went_wrong(string args)
    {
        await using var stub = await StubGateway.StartAsync(c => StubGateway.JsonAsync(c, $$"""{"items":[{{Lost}},{{Valid}}]}"""));
        Assert.Equal(ExitCodes.Done, await _shell.RunAsync(["--url", stub.Url.ToString(), .. args.Split('|')]));
        Assert.Equal("GET /api/v1/sessions", Assert.Single(stub.Requests));
        var lines = _shell.Out.Split('\n');
        Assert.Matches("^ci +lost +3 +2026-03-01 12:00:00Z +- +- +#7 +Invalid API key$", lines[1]);
        Assert.Matches("^default +valid +0", lines[2]);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("check", Lost, ExitCodes.Findings)]
    [InlineData("check", Valid, ExitCodes.Done)]
    [InlineData("check", Denied, ExitCodes.Findings)]
    [InlineData("check", Silent, ExitCodes.Failed, "the engine gave no answer, so this is what was known before: claude is not there")]
    [InlineData("check", Unknown, ExitCodes.Failed, "the engine of profile default has no login to ask for")]
    [InlineData("recovered", Lost, ExitCodes.Findings)]
    [InlineData("recovered", Valid, ExitCodes.Done)]
    public async Task Who_asks_for_one_profile_sees_in_the_exit_code_whether_it_is_lost(
        string action, string answer, int code, string said = "")
    {
        await using var stub = await StubGateway.StartAsync(c => StubGateway.JsonAsync(c, answer));
        Assert.Equal(code, await _shell.RunAsync("--url", stub.Url.ToString(), "sessions", action, "my profile"));
        Assert.Equal($"POST /api/v1/sessions/my%20profile/{action}", Assert.Single(stub.Requests));
        Assert.Contains(said, _shell.Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("recovered", """{"name":"ci","engine":"claude","state":"lost"}""", ExitCodes.Done)]
    [InlineData("check", """{"name":"ci","engine":"claude","state":"lost"}""", ExitCodes.Done)]
    [InlineData(
        "recovered",
        """{"name":"cat","engine":"cat","state":"unknown"},{"name":"ci","engine":"claude","kind":"login","state":"lost"}""",
            ExitCodes.Done)]
    [InlineData(
        "recovered",
        """{"name":"ci","engine":"claude","state":"lost"},{"name":"b","engine":"claude","state":"valid"}""", ExitCodes.Usage)]
    public async Task The_only_profile_need_not_be_named(string action, string profiles, int code)
    {
        await using var stub = await StubGateway.StartAsync(c => StubGateway.JsonAsync(
            c, c.Request.Path == "/api/v1/profiles" ? $$"""{"items":[{{profiles}}]}""" : Valid));
        Assert.Equal(code, await _shell.RunAsync("--url", stub.Url.ToString(), "sessions", action));
        if (code == ExitCodes.Done)
            Assert.Equal($"POST /api/v1/sessions/ci/{action}", stub.Requests.Last());
        else
            Assert.Contains("name a profile: ci, b", _shell.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Json_is_the_answer_itself()
    {
        await using var stub = await StubGateway.StartAsync(c => StubGateway.JsonAsync(c, $$"""{"items":[{{Lost}}]}"""));
        Assert.Equal(ExitCodes.Done, await _shell.RunAsync("--url", stub.Url.ToString(), "sessions", "--json"));
        Assert.Contains("\"issueNumber\": 7", _shell.Out, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Profiles_are_listed_with_their_kind_and_state()
    {
        await using var stub = await StubGateway.StartAsync(c => StubGateway.JsonAsync(
            c,
            """{"items":[{"name":"ci","engine":"claude","kind":"key","configDir":"/srv/ci","maxConcurrent":"""
                + """2,"state":"valid"},{"name":"tools","engine":"mytool","state":"unknown"}]}"""));
        Assert.Equal(ExitCodes.Done, await _shell.RunAsync("--url", stub.Url.ToString(), "profiles"));
        var lines = _shell.Out.Split('\n');
        Assert.Matches("^ci +claude +key +valid +2 +- +/srv/ci$", lines[1]);
        Assert.Matches("^tools +mytool +- +unknown +- +- +-$", lines[2]);
    }
}
