using System.Text.RegularExpressions;
using Ccsp.Gateway.Configuration;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Configuration;

public sealed partial class VariableNamesTests : IDisposable
{
    private readonly Loading _loading = new();

    public void Dispose() => _loading.Dispose();

    [Theory(Timeout = 30_000)]
    [InlineData("CCSP_MAX_CONCURENT", "7", "unknown variable; did you mean CCSP_MAX_CONCURRENT?")]
    [InlineData("CCSP_LOGLEVEL", "debug", "unknown variable; did you mean CCSP_LOG_LEVEL?")]
    [InlineData("CCSP_API_KEY_FIEL", "/x", "unknown variable; did you mean CCSP_API_KEY_FILE?")]
    [InlineData("CCSP_WORKERS", "7", "unknown variable; known: CCSP_DASHBOARD_PORT, CCSP_DATA_DIR, CCSP_LOG_LEVEL, CCSP_MAX_CONCURRENT, "
        + "CCSP_QUEUE_SIZE, and any key as CCSP__SECTION__KEY")]
    [InlineData("CCSP_ADMIN_PASS", "x", "this version has no dashboard; leave it out")]
    [InlineData("CCSP_ADMIN_PASS_FILE", "/x", "this version has no dashboard; leave it out")]
    [InlineData("CCSP_DASHBOARD_AUTH", "true", "this version has no dashboard; leave it out")]
    [InlineData("CCSP_PROMETHEUS_PORT", "9100", "this version has no listener for metrics; leave it out")]
    [InlineData("CCSP__METRICS__PORT", "9100", "metrics: this version has no listener for metrics; leave it out")]
    public Task What_begins_like_ours_and_is_none_is_named(string name, string value, string message) => Task.Run(() =>
    {
        _loading.Environment[name] = value;
        Assert.Equal($"environment {name}: {message}", Assert.Single(_loading.Findings()));
        _loading.Environment.Clear();
        _loading.File(".env", $"{name}={value}");
        Assert.EndsWith(message, Assert.Single(_loading.Findings()), StringComparison.Ordinal);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task Links_to_services_are_no_settings() => Task.Run(() =>
    {
        foreach (var service in new[] { "REDIS", "CCSP", "CCSP_GATEWAY", "CCSP_DASHBOARD", "CCSP_PROMETHEUS" })
        {
            _loading.Environment[service + "_PORT"] = "tcp://10.0.0.11:6379";
            _loading.Environment[service + "_SERVICE_HOST"] = "10.0.0.11";
            _loading.Environment[service + "_SERVICE_PORT"] = "6379";
            _loading.Environment[service + "_SERVICE_PORT_HTTP"] = "6379";
            _loading.Environment[service + "_PORT_6379_TCP"] = "tcp://10.0.0.11:6379";
            _loading.Environment[service + "_PORT_6379_TCP_PROTO"] = "tcp";
            _loading.Environment[service + "_PORT_6379_TCP_PORT"] = "6379";
            _loading.Environment[service + "_PORT_6379_TCP_ADDR"] = "10.0.0.11";
        }

        _loading.Environment["REDIS_HOST"] = "redis";
        var options = _loading.Options();
        Assert.Equal(("redis", 6379, "127.0.0.1:3001"), (options.Store.Redis.Host, options.Store.Redis.Port, options.Listen.ToString()));
    }, TestContext.Current.CancellationToken);

    [Fact]
    public void Every_name_the_sources_read_is_known()
    {
        // The programs of the suites hand their own surroundings on to the gateways they start.
        string[] sources = ["src", "tests/Ccsp.EndToEnd", "benchmarks"];
        var named = sources
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => Path.GetFileName(file) != "NotBuilt.cs")
            .SelectMany(file => Names().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).Distinct().ToList();
        Assert.Contains("CCSP_API_KEY", named);
        Assert.DoesNotContain(named, name => !VariableNames.IsKnown(name));
    }

    [GeneratedRegex("\"(CCSP_[A-Z]+(?:_[A-Z]+)*)\"")]
    private static partial Regex Names();
}
