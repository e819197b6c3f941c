using Ccsp.Contracts;
using Xunit;

namespace Ccsp.Tests.Cli;

public sealed class NotifyTests : IDisposable
{
    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory(Timeout = 120_000)]
    [InlineData(true, ExitCodes.Done)]
    [InlineData(false, ExitCodes.Failed)]
    public async Task A_test_ends_with_what_came_of_it(bool ok, int exit)
    {
        await using var stub = await StubGateway.StartAsync(
            c => StubGateway.JsonAsync(c, $$"""{"channel":"slack","ok":{{(ok ? "true" : "false")}},"detail":"hooks.example answered"}"""));
        Assert.Equal(exit, await _shell.RunAsync("--url", stub.Url.ToString(), "notify", "test", "slack"));
        Assert.Equal("POST /api/v1/notifications/test", Assert.Single(stub.Requests));
        Assert.Equal("""{"channel":"slack"}""", Assert.Single(stub.Bodies));
        Assert.Contains("slack: hooks.example answered", ok ? _shell.Out : _shell.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task The_status_shows_each_channel_with_its_last_error()
    {
        await using var stub = await StubGateway.StartAsync(c => StubGateway.JsonAsync(c,
            """{"items":[{"name":"slack","minimumSeverity":"warning","lastErrorAt":"2026-03-01T12:00:00Z","lastError":"hooks.example """
                + """answered 500","waiting":3,"dead":1,"refused":0}]}"""));
        Assert.Equal(ExitCodes.Done, await _shell.RunAsync("--url", stub.Url.ToString(), "notify", "status"));
        Assert.Matches(@"slack +warning +3 +1 +0 +- +- +hooks\.example answered 500", _shell.Out);
    }
}
