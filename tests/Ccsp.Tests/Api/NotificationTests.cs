using Ccsp.Contracts;
using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.Channels;
using Ccsp.Gateway.Notifications.Delivery;
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
    public async Task What_was_given_up_is_listed_and_sent_again()
    {
        await using var host = await ApiHost.StartAsync();
        await host.Notifications.RouteAsync([.. Enumerable.Range(0, 3).Select(i => NotificationBench.Notice($"k{i}", topic: $"gate:{i}"))]);
        foreach (var entry in await host.Notifications.Outbox.TakeAsync(ChannelNames.Log, host.Notifications.Now, 3, Stop))
            await host.Notifications.Outbox.SettleAsync(entry, new DeliveryStep.Dead("refused"), host.Notifications.Now, Stop);
        var dead = await host.GetAsync<NotificationList>("/api/v1/notifications?state=dead");
        Assert.Equal([(3L, "refused"), (2, "refused"), (1, "refused")], dead.Items.Select(view => (view.Id, view.Error!)));
        var one = await ApiHost.ReadAsync<NotificationView>(await host.PostAsync("/api/v1/notifications/2/retry", ""), 200);
        Assert.Equal(NotificationState.Waiting, one.State);
        foreach (var (body, retried) in new[] { ("""{"channel":"slack"}""", 0), ("""{"channel":"log"}""", 2), ("{}", 0) })
            Assert.Equal(new NotificationsRetried(retried),
                await ApiHost.ReadAsync<NotificationsRetried>(await host.PostAsync("/api/v1/notifications/retry", body), 200));
        await ApiHost.ProblemAsync(await host.PostAsync("/api/v1/notifications/4711/retry", ""), 404, ErrorCodes.NotFound);
        await ApiHost.ProblemAsync(await host.PostAsync("/api/v1/notifications/x/retry", ""), 404, ErrorCodes.NotFound);
        await ApiHost.ProblemAsync(
            await host.PostAsync("/api/v1/notifications/retry", """{"channel":"pigeon"}"""), 422, ErrorCodes.InvalidField);
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
