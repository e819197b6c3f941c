using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Engines.ClaudeCode;
using Xunit;

namespace Ccsp.Tests.Engines;

public sealed class RunEnvironmentTests
{
    private static readonly Dictionary<string, string> Gateway = new()
    {
        ["PATH"] = "/usr/bin", ["HOME"] = "/home/op", ["LC_ALL"] = "C.UTF-8", ["https_proxy"] = "http://proxy",
        ["NODE_EXTRA_CA_CERTS"] = "/ca.pem",
        ["ANTHROPIC_API_KEY"] = "key", ["ANTHROPIC_BASE_URL"] = "http://stub", ["CLAUDE_CODE_OAUTH_TOKEN"] = "token",
        ["DISABLE_TELEMETRY"] = "1", ["AWS_REGION"] = "eu",
        ["CLAUDECODE"] = "1", ["CLAUDE_CODE_SESSION_ID"] = "outer", ["CLAUDE_CODE_ENTRYPOINT"] = "cli", ["GITHUB_TOKEN"] = "gh",
        ["REDIS_PASSWORD"] = "redis", ["LD_PRELOAD"] = "x",
        ["CCSP_API_KEY"] = "ours",
    };

    [Fact(Timeout = 30_000)]
    public Task The_default_profile_shares_sign_in_and_nothing_of_an_enclosing_session()
    {
        var environment = Build(new TaskSubmission { Prompt = "x" }, isDefault: true);

        Assert.Equal(
        [
            "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "AWS_REGION", "CCSP_RUN", "CCSP_TASK_ID", "CCSP_TOKEN", "CLAUDE_CODE_MAX_RETRIES",
            "CLAUDE_CODE_OAUTH_TOKEN",
            "DISABLE_AUTOUPDATER", "DISABLE_TELEMETRY", "HOME", "LC_ALL", "NODE_EXTRA_CA_CERTS", "PATH", "TRACEPARENT", "https_proxy",
        ], environment.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("3", environment["CLAUDE_CODE_MAX_RETRIES"]);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Another_profile_has_its_own_sign_in_only()
    {
        var environment = Build(
            new TaskSubmission { Prompt = "x" }, isDefault: false,
            new() { ["ANTHROPIC_API_KEY"] = "its own", ["CLAUDE_CONFIG_DIR"] = "/srv/ci" });

        Assert.Equal("its own", environment["ANTHROPIC_API_KEY"]);
        Assert.Equal("/srv/ci", environment["CLAUDE_CONFIG_DIR"]);
        Assert.DoesNotContain("CLAUDE_CODE_OAUTH_TOKEN", environment.Keys);
        Assert.DoesNotContain("ANTHROPIC_BASE_URL", environment.Keys);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData(
        "CLAUDE_CODE_USE_VERTEX", "CLAUDE_CODE_SKIP_VERTEX_AUTH", "ANTHROPIC_VERTEX_PROJECT_ID", "CLOUD_ML_REGION",
        "VERTEX_REGION_CLAUDE_HAIKU_4_5", "CLOUDSDK_CONFIG", "GOOGLE_APPLICATION_CREDENTIALS", "GCLOUD_PROJECT")]
    [InlineData(
        "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_SKIP_BEDROCK_AUTH", "AWS_PROFILE", "AWS_BEARER_TOKEN_BEDROCK",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_WEB_IDENTITY_TOKEN_FILE")]
    [InlineData(
        "CLAUDE_CODE_USE_FOUNDRY", "ANTHROPIC_FOUNDRY_RESOURCE", "AZURE_CLIENT_ID", "AZURE_FEDERATED_TOKEN_FILE", "IDENTITY_ENDPOINT",
        "IDENTITY_HEADER")]
    [InlineData("CLAUDE_CODE_CLIENT_CERT", "CLAUDE_CODE_CLIENT_KEY", "CLAUDE_CODE_API_KEY_HELPER_TTL_MS")]
    public Task The_default_profile_has_a_whole_sign_in(params string[] names)
    {
        var own = names.ToDictionary(name => name, _ => "x", StringComparer.Ordinal);
        var shared = RunEnvironment.Of(
            new ProfileSurroundings(IsDefault: true, new Dictionary<string, string>(), own), new Dictionary<string, string>());
        Assert.Equal(names.Order(StringComparer.Ordinal), shared.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(
            RunEnvironment.Of(
                new ProfileSurroundings(IsDefault: false, new Dictionary<string, string>(), own), new Dictionary<string, string>()));
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("MY_SETTING", true)]
    [InlineData("TZ", true)]
    [InlineData("GITHUB_TOKEN", true)]
    [InlineData("ANTHROPIC_BASE_URL", false)]
    [InlineData("CLAUDE_CONFIG_DIR", false)]
    [InlineData("CLAUDECODE", false)]
    [InlineData("PATH", false)]
    [InlineData("HOME", false)]
    [InlineData("LD_PRELOAD", false)]
    [InlineData("NODE_OPTIONS", false)]
    [InlineData("https_proxy", false)]
    [InlineData("CCSP_TOKEN", false)]
    [InlineData("AZURE_CLIENT_ID", false)]
    [InlineData("CLOUDSDK_CONFIG", false)]
    [InlineData("VERTEX_REGION_CLAUDE_HAIKU_4_5", false)]
    [InlineData("", false)]
    [InlineData("A=B", false)]
    public Task A_task_sets_what_cannot_lead_the_key_or_the_program_elsewhere(string name, bool allowed)
    {
        Assert.Equal(allowed, RunEnvironment.TaskMaySet(name));
        var environment = Build(
            new TaskSubmission { Prompt = "x", Env = new Dictionary<string, string> { [name] = "of the task" } }, isDefault: true);
        Assert.Equal(allowed, environment.Values.Contains("of the task"));
        return Task.CompletedTask;
    }

    private static IReadOnlyDictionary<string, string> Build(
        TaskSubmission spec, bool isDefault, Dictionary<string, string>? profile = null) =>
        new ClaudeCodeEngine("claude", new EngineOptions()).BuildCommand(Requests.For(spec) with
        {
            GatewayEnvironment = Gateway,
            IsDefaultProfile = isDefault,
            ProfileEnvironment = profile ?? [],
            TraceParent = "00-1-2-01",
        }).Environment;
}
