using Ccsp.Gateway.Configuration;
using Ccsp.Gateway.Settings;
using Xunit;

namespace Ccsp.Tests.Configuration;

public sealed class DotEnvTests : IDisposable
{
    private readonly Loading _loading = new();

    public void Dispose() => _loading.Dispose();

    [Theory(Timeout = 30_000)]
    [InlineData("A=1", "1")]
    [InlineData("A = 1 ", "1")]
    [InlineData("\t export\tA=1", "1")]
    [InlineData("A: 1", "1")]
    [InlineData("A=", "")]
    [InlineData("A=   # nothing", "")]
    [InlineData("A=1\t# one", "1")]
    [InlineData("A=1#one", "1")]
    [InlineData("A='1 # 2' # three", "1 # 2")]
    [InlineData("A=\"1\\n2\"", "1\n2")]
    [InlineData("A='1\\n2'", "1\\n2")]
    [InlineData("A=`it's \"so\"`", "it's \"so\"")]
    [InlineData("A=\"-----BEGIN KEY-----\nabc=\n-----END KEY-----\"", "-----BEGIN KEY-----\nabc=\n-----END KEY-----")]
    [InlineData("A=x\r\nB=y\r\n", "x")]
    [InlineData("B=y\rA=x\rC=z\r", "x")]
    [InlineData("A=one=two", "one=two")]
    [InlineData("A=a\"b", "a\"b")]
    [InlineData("A=1\nA=2", "2")]
    [InlineData("A=${HOME}", "${HOME}")]
    public Task A_value_is_what_dotenv_reads(string text, string value) => Task.Run(() =>
    {
        var variable = Assert.Single(DotEnv.Parse(".env", text), v => v.Name == "A");
        Assert.Equal((value, false), (variable.Value, variable.IsOpen));
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task A_link_that_leads_nowhere_is_no_file() => Task.Run(() =>
    {
        File.CreateSymbolicLink(Path.Combine(_loading.Folder, ".env"), Path.Combine(_loading.Folder, "not-there"));
        Assert.Empty(_loading.Findings());
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task Lines_of_others_are_left_alone_and_ours_keep_their_number() => Task.Run(() =>
    {
        _loading.File(
            ".env",
            "HTTP_PROXY\nspring.datasource.url=jdbc:x\n<<<<<<< HEAD\nKEY=\"a\nb\"\nOPEN='never "
            + "closed\n\nCCSP_MAX_CONCURRENT=many\nCCSP_QUEUE_SIZE='5\n");
        Assert.Equal(
            [
                ".env:8: maxConcurrent: must be a whole number from 1 to 1000, not \"many\"",
                ".env:9: CCSP_QUEUE_SIZE: has a quote that is not closed",
            ],
            _loading.Findings());
    }, TestContext.Current.CancellationToken);

    [Theory(Timeout = 30_000)]
    [InlineData("REDIS_HOST=theirs\nAPP_NAME=Laravel\nPORT=80\nDATA_DIR=/x", null)]
    [InlineData("REDIS_HOST=ours\nCCSP_MAX_CONCURRENT=2", "ours")]
    [InlineData("REDIS_HOST=ours\nCCSP__QUEUE_SIZE=2", "ours")]
    public Task A_store_is_taken_only_from_a_file_that_names_us(string text, string? host) => Task.Run(() =>
    {
        _loading.File(".env", text);
        Assert.Equal(host, _loading.Options().Store.Redis.Host);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task A_file_that_is_named_is_ours_and_must_be_there() => Task.Run(() =>
    {
        _loading.File(".env", "CCSP_MAX_CONCURRENT=2");
        _loading.EnvironmentFile = _loading.File("gateway.env", "REDIS_HOST=named");
        var options = _loading.Options();
        Assert.Equal(("named", new GatewayOptions().Execution.MaxConcurrent), (options.Store.Redis.Host, options.Execution.MaxConcurrent));
        _loading.EnvironmentFile = "/no/such.env";
        Assert.StartsWith("/no/such.env: cannot be read: ", Assert.Single(_loading.Findings()), StringComparison.Ordinal);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task A_secret_may_refer_to_a_variable_that_stands_only_there() => Task.Run(() =>
    {
        _loading.File(".env", "CI_KEY=sk-from-dotenv\n");
        const string json = """{ "profiles": { "ci": { "env": { "ANTHROPIC_API_KEY": "secret:env:CI_KEY" } } } }""";
        Assert.Equal(new Secret.Literal("sk-from-dotenv"), _loading.Options(json).Profiles["ci"].Env["ANTHROPIC_API_KEY"]);
        Assert.DoesNotContain(
            Assert.IsType<OptionsResult.Loaded>(_loading.Load(json)).Values,
            v => v.Value?.Contains("from-dotenv", StringComparison.Ordinal) == true);
        _loading.Environment["CI_KEY"] = "sk-of-the-process";
        Assert.Equal(new Secret.FromEnvironment("CI_KEY"), _loading.Options(json).Profiles["ci"].Env["ANTHROPIC_API_KEY"]);
    }, TestContext.Current.CancellationToken);
}
