using Ccsp.Gateway.Configuration;
using Ccsp.Gateway.Settings;
using Xunit;

namespace Ccsp.Tests.Configuration;

public sealed class PrecedenceTests : IDisposable
{
    private readonly Loading _loading = new();

    public void Dispose() => _loading.Dispose();

    [Fact(Timeout = 30_000)]
    public Task Without_a_word_the_defaults_hold() => Task.Run(() =>
    {
        var options = _loading.Options();
        Assert.Equal(
            ("127.0.0.1:3001", 10_000, Math.Min(Environment.ProcessorCount, 4)),
            (options.Listen.ToString(), options.Queue.Size, options.Execution.MaxConcurrent));
        Assert.Equal(Path.Combine(_loading.Folder, "home", ".local", "share", "ccsp"), options.DataDir);
        Assert.Equal("claude", Assert.Single(options.Engines).Value.Kind);
        Assert.Equal("claude", Assert.Single(options.Profiles).Value.Engine);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task A_flag_beats_the_environment_which_beats_dotenv_which_beats_the_file() => Task.Run(() =>
    {
        const string json =
            """{ "maxConcurrent": 1, "queueSize": 11, "listen": "127.0.0.1:11", "dataDir": "/file", "store": { "redis": { "host":"""
            + """ "file" } } }""";
        _loading.File(".env", "CCSP_QUEUE_SIZE=22\nCCSP__LISTEN=127.0.0.1:22\nCCSP_DATA_DIR=/dotenv\nexport REDIS_HOST='dotenv' # why\n");
        _loading.Environment["CCSP__LISTEN"] = "127.0.0.1:33";
        _loading.Environment["CCSP_DATA_DIR"] = "/environment";
        _loading.Flags.Add(new("--data-dir", "dataDir", "/flag"));
        var options = _loading.Options(json);
        Assert.Equal(
            (1, 22, 33, "/flag", "dotenv"),
            (options.Execution.MaxConcurrent, options.Queue.Size, options.Listen.Port, options.DataDir, options.Store.Redis.Host));
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task The_file_is_sought_here_then_for_the_system_then_at_home() => Task.Run(() =>
    {
        _loading.File("home/.config/ccsp/ccsp.json", """{ "queueSize": 3 }""");
        Assert.Equal(3, _loading.Options().Queue.Size);
        _loading.File("etc/ccsp.json", """{ "queueSize": 2 }""");
        Assert.Equal(2, _loading.Options().Queue.Size);
        _loading.File("config/ccsp.json", """{ "queueSize": 1 }""");
        Assert.Equal(1, _loading.Options().Queue.Size);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task A_named_file_that_is_missing_is_a_finding() => Task.Run(() =>
    {
        var input = _loading.Input() with { ConfigPath = "/no/such.json" };
        var finding = Assert.Single(Assert.IsType<OptionsResult.Refused>(OptionsLoader.Load(input)).Findings);
        Assert.StartsWith("/no/such.json: cannot be read", finding.ToString(), StringComparison.Ordinal);
    }, TestContext.Current.CancellationToken);

    [Theory(Timeout = 30_000)]
    [InlineData("CCSP_MAX_CONCURRENT", "7", "maxConcurrent", "7")]
    [InlineData("CCSP_QUEUE_SIZE", "70", "queueSize", "70")]
    [InlineData("CCSP_LOG_LEVEL", "DEBUG", "log.level", "debug")]
    [InlineData("CCSP_DASHBOARD_PORT", "3005", "listen", "127.0.0.1:3005")]
    [InlineData("CLAUDE_CLI_PATH", "/opt/claude", "engines.claude.path", "/opt/claude")]
    [InlineData("REDIS_HOST", "redis", "store.redis.host", "redis")]
    [InlineData("REDIS_PORT", "6380", "store.redis.port", "6380")]
    [InlineData("REDIS_USER", "queue", "store.redis.user", "queue")]
    [InlineData("REDIS_URL", "redis://queue:hunter2hunter2@redis:6380/1", "store.redis.url", "redi****")]
    [InlineData("REDIS_PASSWORD", "hunter2hunter2", "store.redis.password", "hunt****")]
    [InlineData("GITHUB_TOKEN", "ghp_short", "notify.github.token", "ghp_****")]
    [InlineData("CCSP__TIMEOUTS__RUN_SECONDS", "60", "timeouts.runSeconds", "60")]
    [InlineData("CCSP__TIMEOUTS__RUNSECONDS", "61", "timeouts.runSeconds", "61")]
    [InlineData("CCSP__PROFILES__CI__MAX_CONCURRENT", "2", "profiles.ci.maxConcurrent", "2")]
    [InlineData("CCSP__PROFILES__CI__ENV__ANTHROPIC_API_KEY", "sk-ant-0123456789", "profiles.ci.env.ANTHROPIC_API_KEY", "sk-a****")]
    [InlineData("CCSP__ROOTS__WORKING_DIRECTORIES", "/srv:/home", "roots.workingDirectories", "/srv, /home")]
    public Task A_variable_sets_its_key_and_says_so(string name, string value, string key, string shown) => Task.Run(() =>
    {
        _loading.Environment[name] = value;
        var loaded = Assert.IsType<OptionsResult.Loaded>(_loading.Load());
        var effective = Assert.Single(loaded.Values, v => v.Path == key);
        Assert.Equal((shown, "environment " + name), (effective.Value, effective.Source));
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task Any_variable_may_name_a_file_instead() => Task.Run(() =>
    {
        _loading.Environment["CCSP_MAX_CONCURRENT_FILE"] = _loading.File("n", "3\n");
        _loading.Environment["CCSP__STORE__REDIS__HOST"] = "r";
        _loading.Environment["CCSP__STORE__REDIS__PASSWORD_FILE"] = _loading.File("secret", "from a file\n");
        var options = _loading.Options();
        Assert.Equal((3, new Secret.Literal("from a file")), (options.Execution.MaxConcurrent, options.Store.Redis.Password));
        _loading.Environment["CCSP_MAX_CONCURRENT_FILE"] = "/no/such/file";
        Assert.Contains("the file it names cannot be read", Assert.Single(_loading.Findings()), StringComparison.Ordinal);
    }, TestContext.Current.CancellationToken);

    [Theory(Timeout = 30_000)]
    [InlineData("CCSP_MAX_CONCURRENT", "many", "environment CCSP_MAX_CONCURRENT: maxConcurrent: must be a whole "
        + "number from 1 to 1000, not \"many\"")]
    [InlineData("CCSP__TIMEOUTS__RUN_SECOND", "1", "environment CCSP__TIMEOUTS__RUN_SECOND: timeouts.RUN_SECOND: unknown "
        + "key; did you mean runSeconds?")]
    [InlineData("CCSP__TIMEOUTS", "1", "environment CCSP__TIMEOUTS: timeouts: is a section; name one of runSeconds")]
    public Task A_wrong_variable_is_named(string name, string value, string finding) => Task.Run(() =>
    {
        _loading.Environment[name] = value;
        Assert.StartsWith(finding, Assert.Single(_loading.Findings()), StringComparison.Ordinal);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task Two_variables_for_one_key_must_agree() => Task.Run(() =>
    {
        _loading.Environment["CCSP_MAX_CONCURRENT"] = "2";
        _loading.Environment["CCSP__MAXCONCURRENT"] = "2";
        Assert.Empty(_loading.Findings());
        _loading.Environment["CCSP__MAXCONCURRENT"] = "3";
        Assert.Contains("contradicts environment", Assert.Single(_loading.Findings()), StringComparison.Ordinal);
    }, TestContext.Current.CancellationToken);
}
