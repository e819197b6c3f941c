using Ccsp.Contracts;
using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.Tasks;
using Xunit;

namespace Ccsp.Tests.Notifications;

/// <summary>What every outbox must do, told once and derived once per store.</summary>
public abstract class OutboxConformance : IDisposable
{
    private static readonly ChannelRoute Slack = new(ChannelNames.Slack, Severity.Info);

    private readonly NotificationBench _bench;

    private protected OutboxConformance(IRecordBackend? shared) =>
        _bench = new(shared) { Options = new() { Routes = [Slack, new(ChannelNames.Email, Severity.Error)] } };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _bench.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_notice_is_kept_once_for_each_channel_it_is_for_also_over_a_restart()
    {
        await _bench.RouteAsync(NotificationBench.Notice());
        _bench.Restart();
        await _bench.RouteAsync(NotificationBench.Notice());
        var entry = await _bench.OnlyAsync();
        Assert.Equal((ChannelNames.Slack, NotificationState.Waiting, 0), (entry.Channel, entry.State, entry.Tries));
        Assert.Equal(NotificationBench.Notice() with { Fields = entry.Notice.Fields }, entry.Notice);
        Assert.Equal("profile:default", entry.Notice.Fields["name"]);
    }

    /// <summary>A leader that slept has read events which its successor has routed since.</summary>
    [Fact(Timeout = 30_000)]
    public async Task Events_that_another_has_routed_meanwhile_are_not_counted_again()
    {
        var (first, second) = (Event(5), Event(6));
        await _bench.Outbox.RouteAsync([first], first.Seq, _bench.Now, Stop);
        await _bench.Outbox.RouteAsync([first], first.Seq, _bench.Now, Stop);
        _bench.Clock.Advance(_bench.Options.Cooldown + TimeSpan.FromSeconds(1));
        Assert.Equal(1, await _bench.Outbox.RouteAsync([first, second], second.Seq, _bench.Now, Stop));
        var told = await _bench.Outbox.ListAsync(new(null, null, 10, null), Stop);
        Assert.Equal([second.Key, first.Key], told.Select(entry => entry.Notice.Key));
        Assert.Equal(second.Body, told[0].Notice.Body);

        static Notice Event(long seq) => NotificationBench.Notice($"event:{seq}") with { Seq = seq };
    }

    [Fact(Timeout = 30_000)]
    public async Task What_was_being_sent_at_the_kill_is_sent_again_and_knows_it()
    {
        await _bench.RouteAsync(NotificationBench.Notice());
        Assert.Equal(1, Assert.Single(await TakeAsync()).Tries);
        Assert.Empty(await TakeAsync());
        _bench.Restart();
        Assert.Equal(1, await _bench.Outbox.RecoverAsync(ChannelNames.Slack, Stop));
        Assert.Equal(2, Assert.Single(await TakeAsync()).Tries);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_failure_that_is_told_late_does_not_undo_the_try_of_another_leader()
    {
        await _bench.RouteAsync(NotificationBench.Notice());
        var first = Assert.Single(await TakeAsync());
        await _bench.Outbox.RecoverAsync(ChannelNames.Slack, Stop);
        Assert.Single(await TakeAsync());
        await _bench.Outbox.SettleAsync(first, new DeliveryStep.Again(_bench.Now, "timed out", PauseUntil: null), _bench.Now, Stop);
        await _bench.Outbox.SettleAsync(first, new DeliveryStep.Dead("timed out"), _bench.Now, Stop);
        Assert.Equal((NotificationState.Sending, 2), ((await _bench.OnlyAsync()).State, (await _bench.OnlyAsync()).Tries));
        // What the peer took it has, whoever sent it.
        await _bench.Outbox.SettleAsync(first, new DeliveryStep.Done(), _bench.Now, Stop);
        Assert.Equal(NotificationState.Sent, (await _bench.OnlyAsync()).State);
    }

    [Fact(Timeout = 30_000)]
    public async Task What_was_sent_is_not_sent_again()
    {
        await _bench.RouteAsync(NotificationBench.Notice());
        await _bench.Outbox.SettleAsync(Assert.Single(await TakeAsync()), new DeliveryStep.Done(), _bench.Now, Stop);
        _bench.Restart();
        Assert.Equal(0, await _bench.Outbox.RecoverAsync(ChannelNames.Slack, Stop));
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        await _bench.RouteAsync(NotificationBench.Notice());
        Assert.Empty(await TakeAsync());
        Assert.Equal(NotificationState.Sent, (await _bench.OnlyAsync()).State);
    }

    [Fact(Timeout = 30_000)]
    public async Task Folded_notices_are_counted_and_told_with_the_next_one()
    {
        for (var i = 0; i < 5; i++)
            await _bench.RouteAsync(NotificationBench.Notice($"k{i}"));
        _bench.Clock.Advance(TimeSpan.FromMinutes(5));
        await _bench.RouteAsync(NotificationBench.Notice("later"));
        var all = await _bench.AllAsync();
        Assert.Equal(["k0", "later"], all.Select(entry => entry.Notice.Key));
        Assert.EndsWith("4 more like it since 2026-03-01 12:00:00Z.", all[1].Notice.Body, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_end_never_overtakes_its_trouble()
    {
        await _bench.RouteAsync(NotificationBench.Notice("trouble"), NotificationBench.Notice("end", Severity.Info, resolves: true),
            NotificationBench.Notice("other", topic: "gate:x"));
        var first = await TakeAsync();
        Assert.Equal(["trouble", "other"], first.Select(entry => entry.Notice.Key));
        await _bench.Outbox.SettleAsync(first[0], new DeliveryStep.Again(_bench.Now.AddSeconds(30), "no", null), _bench.Now, Stop);
        Assert.Empty(await TakeAsync());
        _bench.Clock.Advance(TimeSpan.FromSeconds(30));
        await _bench.Outbox.SettleAsync(Assert.Single(await TakeAsync()), new DeliveryStep.Done(), _bench.Now, Stop);
        Assert.Equal("end", Assert.Single(await TakeAsync()).Notice.Key);
    }

    [Fact(Timeout = 30_000)]
    public async Task Trouble_that_came_and_went_in_quiet_hours_is_not_told_in_the_morning()
    {
        _bench.Options = _bench.Options with { Quiet = new QuietHours(new(11, 0), new(13, 0), TimeZoneInfo.Utc) };
        await _bench.RouteAsync(NotificationBench.Notice("night"), NotificationBench.Notice("stays", topic: "gate:x"));
        await _bench.RouteAsync(NotificationBench.Notice("end", Severity.Info, resolves: true));
        await _bench.RouteAsync(NotificationBench.Notice("alarm", Severity.Critical, topic: "gate:x"));
        Assert.Equal(["alarm"], (await TakeAsync()).Select(entry => entry.Notice.Key));
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["night", "stays", "alarm"], (await _bench.AllAsync(ChannelNames.Slack)).Select(entry => entry.Notice.Key));
        Assert.Equal([NotificationState.Folded, NotificationState.Waiting, NotificationState.Sending],
            (await _bench.AllAsync(ChannelNames.Slack)).Select(entry => entry.State));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_channel_whose_peer_asked_for_patience_rests_as_a_whole_and_tells_it()
    {
        await _bench.RouteAsync(NotificationBench.Notice("a"), NotificationBench.Notice("b", topic: "gate:x"));
        var until = _bench.Now.AddMinutes(2);
        await _bench.Outbox.SettleAsync((await TakeAsync(1))[0], new DeliveryStep.Again(until, "429", until), _bench.Now, Stop);
        _bench.Restart();
        Assert.Empty(await TakeAsync());
        Assert.Equal((until, "429", 2), (await HealthAsync()) is var health ? (health.PausedUntil, health.Error, health.Waiting) : default);
        _bench.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal([1, 1], (await TakeAsync()).Select(entry => entry.Tries));
    }

    [Fact(Timeout = 30_000)]
    public async Task More_than_the_outbox_holds_is_refused_and_counted()
    {
        _bench.Options = _bench.Options with { Capacity = 3 };
        await _bench.RouteAsync([.. Enumerable.Range(0, 10).Select(i => NotificationBench.Notice($"k{i}", topic: $"gate:{i}"))]);
        Assert.Equal((3, 7), ((await HealthAsync()).Waiting, (await HealthAsync()).Refused));
    }

    [Fact(Timeout = 30_000)]
    public async Task Done_notifications_are_kept_so_many_and_so_long()
    {
        _bench.Options = _bench.Options with { Kept = 4 };
        await _bench.RouteAsync([.. Enumerable.Range(0, 10).Select(i => NotificationBench.Notice($"k{i}", topic: $"gate:{i}"))]);
        foreach (var entry in await TakeAsync(9))
            await _bench.Outbox.SettleAsync(entry, new DeliveryStep.Done(), _bench.Now, Stop);
        Assert.Equal(5, await _bench.Outbox.PruneAsync(_bench.Now, Stop));
        Assert.Equal(["k5", "k6", "k7", "k8", "k9"], (await _bench.AllAsync()).Select(entry => entry.Notice.Key));
        Assert.Equal(4, await _bench.Outbox.PruneAsync(_bench.Now.AddDays(31), Stop));
        Assert.Equal("k9", (await _bench.OnlyAsync()).Notice.Key);
    }

    [Fact(Timeout = 30_000)]
    public async Task What_was_given_up_is_tried_again_when_asked_for_again()
    {
        Assert.True(await _bench.Outbox.AddAsync(ChannelNames.Github, NotificationBench.Notice(), _bench.Now, Stop));
        Assert.False(await _bench.Outbox.AddAsync(ChannelNames.Github, NotificationBench.Notice(), _bench.Now, Stop));
        var taken = Assert.Single(await _bench.Outbox.TakeAsync(ChannelNames.Github, _bench.Now, 9, Stop));
        await _bench.Outbox.SettleAsync(taken, new DeliveryStep.Dead("no"), _bench.Now, Stop);
        Assert.True(await _bench.Outbox.AddAsync(ChannelNames.Github, NotificationBench.Notice(), _bench.Now, Stop));
        Assert.Equal(2, Assert.Single(await _bench.Outbox.TakeAsync(ChannelNames.Github, _bench.Now, 9, Stop)).Tries);
    }

    [Fact(Timeout = 30_000)]
    public async Task What_was_given_up_is_sent_again_once_however_often_that_is_asked_for()
    {
        await _bench.RouteAsync(NotificationBench.Notice());
        var first = Assert.Single(await TakeAsync());
        await _bench.Outbox.SettleAsync(first, new DeliveryStep.Dead("no"), _bench.Now, Stop);
        _bench.Restart();
        _bench.Clock.Advance(TimeSpan.FromDays(8));
        for (var n = 0; n < 2; n++)
            Assert.Equal(NotificationState.Waiting, (await _bench.Outbox.RetryAsync(first.Id, _bench.Now, Stop))!.State);
        var again = Assert.Single(await TakeAsync());
        Assert.Equal((2, 1, _bench.Now, first.Notice.At), (again.Tries, again.FormerTries, again.RetriedAt, again.Notice.At));
        Assert.Equal(NotificationState.Sending, (await _bench.Outbox.RetryAsync(first.Id, _bench.Now, Stop))!.State);
        await _bench.Outbox.SettleAsync(again, new DeliveryStep.Done(), _bench.Now, Stop);
        Assert.Equal(NotificationState.Sent, (await _bench.Outbox.RetryAsync(first.Id, _bench.Now, Stop))!.State);
        Assert.Empty(await TakeAsync());
        Assert.Null(await _bench.Outbox.RetryAsync(4711, _bench.Now, Stop));
    }

    [Fact(Timeout = 30_000)]
    public async Task All_that_was_given_up_is_sent_again_in_its_order_and_as_far_as_there_is_room()
    {
        _bench.Options = _bench.Options with { Capacity = 250, Cooldown = TimeSpan.Zero };
        await _bench.RouteAsync([.. Enumerable.Range(0, 240).Select(i => NotificationBench.Notice($"k{i}", topic: $"gate:{i}"))]);
        foreach (var entry in await TakeAsync(230))
            await _bench.Outbox.SettleAsync(entry, new DeliveryStep.Dead("no"), _bench.Now, Stop);
        await _bench.RouteAsync([.. Enumerable.Range(240, 40).Select(i => NotificationBench.Notice($"k{i}", topic: $"gate:{i}"))]);
        Assert.Equal(0, await _bench.Outbox.RetryAsync(ChannelNames.Email, _bench.Now, Stop));
        Assert.Equal(200, await _bench.Outbox.RetryAsync(ChannelNames.Slack, _bench.Now, Stop));
        Assert.Equal(0, await _bench.Outbox.RetryAsync(channel: null, _bench.Now, Stop));
        Assert.Equal((250, 30), ((await HealthAsync()).Waiting, (await HealthAsync()).Dead));
        Assert.Equal("k0", (await TakeAsync(1))[0].Notice.Key);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_channel_whose_options_are_refused_rests_until_it_is_resumed_and_that_counts_as_no_try()
    {
        await _bench.RouteAsync(NotificationBench.Notice("a"), NotificationBench.Notice("b", topic: "gate:x"));
        var until = _bench.Now.AddHours(1);
        await _bench.Outbox.SettleAsync((await TakeAsync(1))[0], new DeliveryStep.Halt("401", until), _bench.Now, Stop);
        _bench.Restart();
        Assert.Empty(await TakeAsync());
        Assert.Equal(until, await _bench.Outbox.NextDueAsync(ChannelNames.Slack, Stop));
        Assert.Equal((until, 2), (await HealthAsync()) is var health ? (health.PausedUntil, health.Waiting) : default);
        await _bench.Outbox.ResumeAsync(ChannelNames.Slack, Stop);
        var taken = await TakeAsync();
        Assert.Equal([1, 1], taken.Select(entry => entry.Tries));
        await _bench.Outbox.SettleAsync(taken[0], new DeliveryStep.Again(until, "429", until), _bench.Now, Stop);
        await _bench.Outbox.SettleAsync(taken[1], new DeliveryStep.Dead("400"), _bench.Now, Stop);
        await _bench.Outbox.ResumeAsync(ChannelNames.Slack, Stop);
        Assert.Equal(until, (await HealthAsync()).PausedUntil);
    }

    [Fact(Timeout = 30_000)]
    public async Task Routing_and_taking_do_not_search_the_whole_table()
    {
        var plan = await _bench.Store.Tables.ReadAsync(reader =>
        {
            var rows = reader.Statement("EXPLAIN QUERY PLAN SELECT id FROM notification WHERE channel = 'a' AND state = 0 AND due_at <= 1 "
                + "ORDER BY due_at, id LIMIT 4");
            List<string> steps = [];
            while (rows.Step())
                steps.Add(rows.Text(3));
            return steps;
        }, Stop);
        Assert.Contains("notification_due", Assert.Single(plan), StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<Gateway.Notifications.Store.OutboxEntry>> TakeAsync(int limit = 9) =>
        _bench.Outbox.TakeAsync(ChannelNames.Slack, _bench.Now, limit, Stop);

    private async Task<Gateway.Notifications.Store.ChannelHealth> HealthAsync() =>
        (await _bench.Outbox.HealthAsync(Stop))[ChannelNames.Slack];
}
