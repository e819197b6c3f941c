using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.Routing;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Notifications;

public sealed class NoticeMakerTests
{
    [Theory(Timeout = 30_000)]
    [InlineData(EventTypes.SessionTimeout, """{"profile":"ci","reason":"401"}""", Severity.Critical, "session:ci",
        "CCSP: the session of profile ci has ended")]
    [InlineData(EventTypes.SessionRecovered, """{"profile":"ci"}""", Severity.Info, "session:ci",
        "CCSP: the session of profile ci is back")]
    [InlineData(EventTypes.EmergencyStop, """{"mode":"kill","reason":"fire"}""", Severity.Critical, "emergency",
        "CCSP: emergency stop (kill)")]
    [InlineData(EventTypes.GateClosed, """{"name":"profile:ci","actor":"provider","closedUntil":"2026-03-01T13:00:00Z"}""",
        Severity.Warning, "gate:profile:ci", "CCSP: profile:ci is closed")]
    [InlineData(EventTypes.GateClosed, """{"name":"profile:ci","actor":"provider"}""", Severity.Error, "gate:profile:ci",
        "CCSP: profile:ci is closed")]
    [InlineData(EventTypes.GateClosed, """{"name":"engine:claude","actor":"gateway","closedUntil":"2026-03-01T13:00:00Z"}""",
        Severity.Error, "gate:engine:claude", "CCSP: engine:claude is closed")]
    [InlineData(EventTypes.GateClosed, """{"name":"profile:ci","actor":"local"}""", Severity.Warning, "gate:profile:ci",
        "CCSP: profile:ci is closed")]
    public Task An_event_makes_the_notice_of_its_kind(string type, string data, Severity severity, string topic, string title) =>
        Task.Run(() =>
    {
        var notice = new NoticeMaker(new()).Of(Stored(type, data))!;
        Assert.Equal((severity, topic, title, "event:7"), (notice.Severity, notice.Topic, notice.Title, notice.Key));
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task A_failed_task_is_told_only_when_asked_for_and_in_the_users_own_words() => Task.Run(() =>
    {
        var failed = Stored(EventTypes.TaskFailed, """{"failReason":"permanent","ending":{"class":"invalid","message":"{taskId} <b>"}}""",
            TestIds.Of(1));
        Assert.Null(new NoticeMaker(new()).Of(failed));
        var kinds = new Dictionary<string, KindOptions> {
            [EventTypes.TaskFailed] =
                new() { Enabled = true, Severity = Severity.Error, Title = "{taskId}: {ending.class}\n{nothing}!",
                    Body = "{ending.message} {" } };
        var notice = new NoticeMaker(new() { Kinds = kinds }).Of(failed)!;
        Assert.Equal((Severity.Error, $"{TestIds.Of(1)}: invalid !", "{taskId} <b> {"), (notice.Severity, notice.Title, notice.Body));
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task A_reason_of_a_megabyte_and_a_profile_with_line_breaks_stay_bounded() => Task.Run(() =>
    {
        var notice = new NoticeMaker(new()).Of(
            Stored(EventTypes.SessionTimeout,
            $$"""{"profile":"a\nb{{new string('x', 5000)}}","reason":"{{new string('ß', 1_000_000)}}"}"""))!;
        Assert.True(notice.Title.Length <= 200 && notice.Topic.Length <= 200 && notice.Body.Length <= 8_000
            && !notice.Title.Contains('\n', StringComparison.Ordinal));
        Assert.All(notice.Fields.Values, value => Assert.True(value.Length <= 2_000));
    }, TestContext.Current.CancellationToken);

    private static StoredEvent Stored(string type, string data, string? taskId = null) =>
        new(7, taskId, null, type, SampleTasks.Noon, null, null, data);
}
