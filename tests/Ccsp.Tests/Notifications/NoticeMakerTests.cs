using System.Text.Json.Serialization.Metadata;
using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Logins;
using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.Routing;
using Ccsp.Gateway.Tasks;
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

    [Theory(Timeout = 30_000)]
    [InlineData("a \\u001b[31mred\\u001b[0m word", "a red word")]
    [InlineData("\\u001b]0;title\\u0007text \\u001b]8;;http://x\\u001b\\\\link", "text link")]
    [InlineData("\\u009b31mred\\u0000\\b\\u007f", "red")]
    [InlineData("\\u001b]0;without an end", "0;without an end")]
    [InlineData("one\\r\\ntwo\\tthree\\rfour", "one\ntwo\tthree\nfour")]
    [InlineData("safe \\u202egnp.exe\\u202c ü 🎉", "safe gnp.exe ü 🎉")]
    public Task No_control_character_of_an_agent_reaches_title_text_or_fields(string json, string plain) => Task.Run(() =>
    {
        var notice = new NoticeMaker(new()).Of(Stored(EventTypes.SessionTimeout, $$"""{"profile":"{{json}}","reason":"{{json}}"}"""))!;
        var line = string.Join(' ', plain.Split('\n', '\t'));
        Assert.Equal($"CCSP: the session of profile {line} has ended", notice.Title);
        Assert.EndsWith("\n" + plain, notice.Body, StringComparison.Ordinal);
        Assert.Equal((plain, plain), (notice.Fields["profile"], notice.Fields["reason"]));
    }, TestContext.Current.CancellationToken);

    /// <summary>What a template may name is what the events have.</summary>
    [Fact(Timeout = 30_000)]
    public Task The_fields_of_a_kind_are_those_of_its_events() => Task.Run(() =>
    {
        Assert.Equal(["at", "instanceId", "type"], NoticeFields.Of(EventTypes.InstanceLost).Order());
        Check(EventTypes.SessionTimeout, LoginStateJson.Default.LoginNews);
        Check(EventTypes.EmergencyStop, EmergencyJson.Default.EmergencyState);
        Check(EventTypes.GateClosed, GateJson.Default.GateState);
        Check(EventTypes.TaskFailed, FactJson.Default.FactData, "taskId");
        Assert.All(NoticeKinds.All, kind => Assert.Empty(
            new[] { kind.Title, kind.Body, kind.Topic }.SelectMany(Template.Placeholders).Except(NoticeFields.Of(kind.Type))));

        static void Check(string type, JsonTypeInfo data, params string[] others) =>
            Assert.Equal(Names(data, nested: true).Concat(["at", "instanceId", "type", .. others]).Order(), NoticeFields.Of(type).Order());

        static IEnumerable<string> Names(JsonTypeInfo data, bool nested) => data.Properties.Where(property => property.Get is not null)
            .SelectMany(property => data.Options.GetTypeInfo(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType)
                switch
                {
                    { Kind: JsonTypeInfoKind.None } => [property.Name],
                    { Kind: JsonTypeInfoKind.Object } inner when nested =>
                        Names(inner, nested: false).Select(name => $"{property.Name}.{name}"),
                    _ => Array.Empty<string>(),
                });
    }, TestContext.Current.CancellationToken);

    private static StoredEvent Stored(string type, string data, string? taskId = null) =>
        new(7, taskId, null, type, SampleTasks.Noon, null, null, data);
}
