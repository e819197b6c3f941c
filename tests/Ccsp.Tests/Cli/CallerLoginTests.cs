using System.Text.Json;
using Ccsp.Cli.Claude;
using Ccsp.Contracts;
using Xunit;

namespace Ccsp.Tests.Cli;

public sealed class CallerLoginTests : IDisposable
{
    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task A_login_that_the_profile_does_not_have_is_refused_by_name_before_anything_is_submitted()
    {
        await using var stub = await StubGateway.StartAsync(
            context => StubGateway.JsonAsync(context, """{"profile":"default","differs":["CLAUDE_CONFIG_DIR"],"profiles":["me"]}"""));
        _shell.Environment["CCSP_URL"] = stub.Url.ToString();
        _shell.Environment["CLAUDE_CONFIG_DIR"] = "/home/me/.claude-work";
        Assert.Equal(ExitCodes.Refused, await DropIn.RunAsync(["-p", "x"], _shell.Shell, TestContext.Current.CancellationToken));
        Assert.Equal(["POST /api/v1/engines/claude/compare-login"], stub.Requests);
        Assert.Equal(
            "ccsp: CLAUDE_CONFIG_DIR of this shell would make claude use another login than the gateway's profile 'default' does. The "
                + "profile me has it: set CCSP_PROFILE=me.\n",
            _shell.Error);
    }

    [Fact(Timeout = 120_000)]
    public async Task No_value_leaves_the_shell_in_clear()
    {
        await using var stub = await StubGateway.StartAsync(
            context => StubGateway.JsonAsync(context, """{"profile":"ci","differs":["ANTHROPIC_API_KEY"],"profiles":[]}"""));
        _shell.Environment["CCSP_URL"] = stub.Url.ToString();
        _shell.Environment["CCSP_PROFILE"] = "ci";
        _shell.Environment["ANTHROPIC_API_KEY"] = "sk-ant-of-the-caller";
        Assert.Equal(ExitCodes.Refused, await DropIn.RunAsync(["-p", "x"], _shell.Shell, TestContext.Current.CancellationToken));
        using var body = JsonDocument.Parse(stub.Bodies.Single());
        var salt = body.RootElement.GetProperty("salt").GetString()!;
        Assert.Equal(
            LoginVariables.Digest(salt, "ANTHROPIC_API_KEY", "sk-ant-of-the-caller"),
            body.RootElement.GetProperty("digests").GetProperty("ANTHROPIC_API_KEY").GetString());
        Assert.DoesNotContain("sk-ant", stub.Bodies.Single() + _shell.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_model_of_the_shell_goes_with_the_task()
    {
        await using var stub = await StubGateway.StartAsync(
            context => StubGateway.JsonAsync(context, StubGateway.Problem(422, "invalid_field", "enough"), 422));
        _shell.Environment["CCSP_URL"] = stub.Url.ToString();
        _shell.Environment["ANTHROPIC_MODEL"] = "haiku";
        await DropIn.RunAsync(["-p", "x"], _shell.Shell, TestContext.Current.CancellationToken);
        using var body = JsonDocument.Parse(stub.Bodies.Single());
        Assert.Equal("haiku", body.RootElement.GetProperty("env").GetProperty("ANTHROPIC_MODEL").GetString());
    }

    [Theory(Timeout = 120_000)]
    [InlineData("ANTHROPIC_BASE_URL=u", "ANTHROPIC_BASE_URL")]
    [InlineData("ANTHROPIC_MODEL=opus", "")]
    [InlineData("ANTHROPIC_API_KEY=", "")]
    [InlineData("CLAUDECODE=1|CLAUDE_CODE_ENTRYPOINT=cli", "")]
    [InlineData("AWS_PROFILE=work", "")]
    [InlineData("AWS_PROFILE=work|CLAUDE_CODE_USE_BEDROCK=0", "CLAUDE_CODE_USE_BEDROCK")]
    [InlineData("AWS_PROFILE=work|CLAUDE_CODE_USE_BEDROCK=1", "AWS_PROFILE|CLAUDE_CODE_USE_BEDROCK")]
    [InlineData(
        "CLOUD_ML_REGION=r|GOOGLE_APPLICATION_CREDENTIALS=f|CLAUDE_CODE_USE_VERTEX=1",
        "CLAUDE_CODE_USE_VERTEX|CLOUD_ML_REGION|GOOGLE_APPLICATION_CREDENTIALS")]
    public Task Only_what_decides_a_login_is_compared(string environment, string names) => Task.Run(
        () => Assert.Equal(
            names,
            string.Join(
                '|',
                LoginVariables.Of(
                    environment.Split('|').Select(variable => variable.Split('=')).ToDictionary(pair => pair[0], pair => pair[1])).Keys)),
        TestContext.Current.CancellationToken);
}
