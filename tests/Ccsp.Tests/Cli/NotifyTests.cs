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
    public async Task The_list_shows_what_was_given_up_and_why()
    {
        await using var stub = await StubGateway.StartAsync(
            c => StubGateway.JsonAsync(c, $$"""{"items":[{{View(7, "dead")}}],"next":7}"""));
        Assert.Equal(ExitCodes.Done,
            await _shell.RunAsync("--url", stub.Url.ToString(), "notify", "list", "--state", "dead", "--channel", "slack", "-n", "1"));
        Assert.Equal("GET /api/v1/notifications?limit=1&state=dead&channel=slack", Assert.Single(stub.Requests));
        Assert.Matches(@"7 +dead +slack +.* +3 +CCSP: closed +hooks\.example answered 400", _shell.Out);
        Assert.Contains("more: --before 7", _shell.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Named_notifications_are_sent_again_and_one_that_is_unknown_stops_no_other()
    {
        await using var stub = await StubGateway.StartAsync(c => c.Request.Path.Value!.Contains("/8/", StringComparison.Ordinal)
            ? StubGateway.JsonAsync(c, StubGateway.Problem(404, ErrorCodes.NotFound, "There is no notification 8."), 404)
            : StubGateway.JsonAsync(c, View(7, "waiting")));
        Assert.Equal(ExitCodes.Failed, await _shell.RunAsync("--url", stub.Url.ToString(), "notify", "retry", "8", "7"));
        Assert.Equal(["POST /api/v1/notifications/8/retry", "POST /api/v1/notifications/7/retry"], stub.Requests);
        Assert.Contains("7 waiting", _shell.Out, StringComparison.Ordinal);
        Assert.Contains("There is no notification 8.", _shell.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task All_that_were_given_up_are_sent_again_at_once()
    {
        await using var stub = await StubGateway.StartAsync(c => StubGateway.JsonAsync(c, """{"retried":2}"""));
        Assert.Equal(ExitCodes.Done,
            await _shell.RunAsync("--url", stub.Url.ToString(), "notify", "retry", "--all", "--channel", "slack"));
        Assert.Equal("""{"channel":"slack"}""", Assert.Single(stub.Bodies));
        Assert.Contains("2 notifications sent again", _shell.Out, StringComparison.Ordinal);
    }

    private static string View(int id, string state) => $$"""
        {"id":{{id}},"channel":"slack","kind":"gate.closed","topic":"gate:x","severity":"warning","title":"CCSP: closed","tries":3,
        "createdAt":"2026-03-01T12:00:00Z","state":"{{state}}","error":"hooks.example answered 400"}
        """;

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
