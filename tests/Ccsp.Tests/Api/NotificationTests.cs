using Ccsp.Contracts;
using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.Channels;
using Ccsp.Tests.Notifications;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Api;

public sealed class NotificationTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Notifications_are_listed_in_bounded_pages_newest_first()
    {
        await using var host = await ApiHost.StartAsync();
        await host.Notifications.RouteAsync([.. Enumerable.Range(0, 5).Select(i => NotificationBench.Notice($"k{i}", topic: $"gate:{i}"))]);
        var first = await host.GetAsync<NotificationList>("/api/v1/notifications?limit=2");
        Assert.Equal([5L, 4], first.Items.Select(view => view.Id));
        var rest = await host.GetAsync<NotificationList>($"/api/v1/notifications?limit=3&before={first.Next}&state=waiting&channel=log");
        Assert.Equal(["gate:2", "gate:1", "gate:0"], rest.Items.Select(view => view.Topic));
        Assert.Null(rest.Next);
        Assert.Empty((await host.GetAsync<NotificationList>("/api/v1/notifications?state=dead")).Items);
        Assert.Equal(
            "limit",
            (
                await ApiHost.ProblemAsync(
                    await host.Client.GetAsync("/api/v1/notifications?limit=501", Stop), 400, ErrorCodes.InvalidField)).Field);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_channel_is_tried_at_once_and_its_health_tells_it()
    {
        await using var host = await ApiHost.StartAsync();
        host.Notifications.Channels.Add(new LogChannel(NullLogger<LogChannel>.Instance));
        var tested = await ApiHost.ReadAsync<NotificationTested>(
            await host.PostAsync("/api/v1/notifications/test", """{"channel":"log"}"""), 200);
        Assert.Equal(new NotificationTested("log", true, "written"), tested);
        var channel = Assert.Single((await host.GetAsync<NotificationChannelList>("/api/v1/notifications/channels")).Items);
        Assert.Equal(
            (ChannelNames.Log, host.Notifications.Now, 0, 0), (channel.Name, channel.LastSuccessAt!.Value, channel.Waiting, channel.Dead));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("""{"channel":"pigeon"}""", 422, ErrorCodes.InvalidField)]
    [InlineData("{}", 422, ErrorCodes.MissingField)]
    [InlineData("""{"chanel":"log"}""", 400, ErrorCodes.UnknownField)]
    public async Task A_test_of_no_channel_is_refused_with_those_there_are(string body, int status, string code)
    {
        await using var host = await ApiHost.StartAsync();
        var problem = await ApiHost.ProblemAsync(await host.PostAsync("/api/v1/notifications/test", body), status, code);
        if (body.Contains("pigeon", StringComparison.Ordinal))
            Assert.Contains("there are: log", problem.Detail, StringComparison.Ordinal);
    }
}
