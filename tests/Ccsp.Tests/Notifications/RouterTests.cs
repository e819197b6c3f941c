using Ccsp.Contracts;
using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.Routing;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Notifications;

/// <summary>Pure: who is told, when, and what is folded.</summary>
public sealed class RouterTests
{
    private static readonly ChannelRoute Slack = new(ChannelNames.Slack, Severity.Warning);

    private static readonly NotifyOptions Options = new() { Cooldown = TimeSpan.FromSeconds(300) };

    private static readonly NotifyOptions AtNight = Options with { Quiet = new QuietHours(new(11, 0), new(13, 0), TimeZoneInfo.Utc) };

    [Theory(Timeout = 30_000)]
    [InlineData(Severity.Info, false)]
    [InlineData(Severity.Warning, true)]
    [InlineData(Severity.Critical, true)]
    public Task A_channel_is_told_from_its_least_severity_on(Severity severity, bool told) => Task.Run(() =>
        Assert.Equal(told, Decide(NotificationBench.Notice(severity: severity)) is RouteDecision.Send),
        TestContext.Current.CancellationToken);

    [Theory(Timeout = 30_000)]
    [InlineData(10, Severity.Warning, Severity.Warning, "fold")]
    [InlineData(10, Severity.Error, Severity.Warning, "fold")]
    [InlineData(10, Severity.Warning, Severity.Error, "send")]
    [InlineData(299, Severity.Warning, Severity.Warning, "fold")]
    [InlineData(300, Severity.Warning, Severity.Warning, "send")]
    [InlineData(-10, Severity.Warning, Severity.Warning, "send")]
    public Task The_same_topic_is_folded_while_the_cooldown_lasts_unless_it_got_worse(int after, Severity before, Severity now,
        string what) => Task.Run(() =>
    {
        var state = new TopicState(SampleTasks.Noon.AddSeconds(-after), before, Resolved: false, Folded: 3);
        var decision = Decide(NotificationBench.Notice(severity: now), state);
        Assert.Equal(what == "send", decision is RouteDecision.Send);
        if (decision is RouteDecision.Send send)
            Assert.Equal(3, send.Folded);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task Who_was_told_of_the_trouble_hears_of_its_end_whatever_the_least_severity() => Task.Run(() =>
    {
        var end = NotificationBench.Notice(severity: Severity.Info, resolves: true);
        Assert.IsType<RouteDecision.Skip>(Decide(end));
        Assert.IsType<RouteDecision.Send>(
            Decide(end, new TopicState(SampleTasks.Noon.AddSeconds(-1), Severity.Warning, Resolved: false, 0)));
        Assert.IsType<RouteDecision.Skip>(
            Decide(end, new TopicState(SampleTasks.Noon.AddSeconds(-1), Severity.Warning, Resolved: true, 0)));
    }, TestContext.Current.CancellationToken);

    [Theory(Timeout = 30_000)]
    [InlineData(Severity.Warning, false)]
    [InlineData(Severity.Critical, true)]
    public Task Trouble_that_comes_back_at_once_is_folded_unless_it_is_critical(Severity severity, bool told) => Task.Run(() =>
    {
        var ended = new TopicState(SampleTasks.Noon.AddSeconds(-5), severity, Resolved: true, 0);
        Assert.Equal(told, Decide(NotificationBench.Notice(severity: severity), ended) is RouteDecision.Send);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task In_quiet_hours_what_is_critical_goes_out_and_the_rest_waits_for_their_end() => Task.Run(() =>
    {
        Assert.Equal(SampleTasks.Noon.AddHours(1), Send(NotificationBench.Notice(severity: Severity.Error), AtNight).DueAt);
        Assert.Equal(SampleTasks.Noon, Send(NotificationBench.Notice(severity: Severity.Critical), AtNight).DueAt);
        var log = new ChannelRoute(ChannelNames.Log, Severity.Info, Disturbs: false);
        Assert.Equal(SampleTasks.Noon,
            Assert.IsType<RouteDecision.Send>(Router.Decide(NotificationBench.Notice(), log, null, AtNight, SampleTasks.Noon)).DueAt);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task A_kind_with_named_channels_goes_to_these_alone() => Task.Run(() =>
    {
        var options = Options with {
            Kinds = new Dictionary<string, KindOptions> { [EventTypes.GateClosed] = new() { Channels = [ChannelNames.Email] } } };
        Assert.IsType<RouteDecision.Skip>(
            Router.Decide(NotificationBench.Notice(severity: Severity.Critical), Slack, null, options, SampleTasks.Noon));
        Assert.IsType<RouteDecision.Send>(
            Router.Decide(NotificationBench.Notice(severity: Severity.Info), new(ChannelNames.Email, Severity.Critical), null, options,
            SampleTasks.Noon));
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task The_issue_of_a_session_is_left_to_whoever_watches_it() => Task.Run(() =>
    {
        var lost = NotificationBench.Notice(severity: Severity.Critical) with { Kind = EventTypes.SessionTimeout };
        Assert.IsType<RouteDecision.Skip>(Router.Decide(lost, new(ChannelNames.Github, Severity.Info), null, Options, SampleTasks.Noon));
        Assert.IsType<RouteDecision.Send>(
            Router.Decide(lost with { Kind = EventTypes.EmergencyStop }, new(ChannelNames.Github, Severity.Info), null, Options,
            SampleTasks.Noon));
    }, TestContext.Current.CancellationToken);

    private static RouteDecision Decide(Notice notice, TopicState? state = null) =>
        Router.Decide(notice, Slack, state, Options, SampleTasks.Noon);

    private static RouteDecision.Send Send(Notice notice, NotifyOptions options) =>
        Assert.IsType<RouteDecision.Send>(Router.Decide(notice, Slack, null, options, SampleTasks.Noon));
}
