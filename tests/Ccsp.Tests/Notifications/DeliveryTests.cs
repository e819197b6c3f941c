using Ccsp.Contracts;
using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Notifications.Peers;
using Ccsp.Gateway.Notifications.Store;
using Xunit;

namespace Ccsp.Tests.Notifications;

/// <summary>How the outbox is emptied: bounded, in order, and with defects that stop nobody.</summary>
public sealed class DeliveryTests : IDisposable
{
    private readonly NotificationBench bench = new() { Options = new() { Routes = [new(ChannelNames.Webhook, Severity.Info)] } };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => bench.Dispose();

    [Fact(Timeout = 30_000)]
    public async Task No_more_are_sent_at_a_time_than_the_channel_allows()
    {
        var channel = new Recorder(concurrency: 3);
        await bench.RouteAsync([.. Enumerable.Range(0, 20).Select(i => NotificationBench.Notice($"k{i}", topic: $"gate:{i}"))]);
        await bench.Delivery(channel).RunOnceAsync(bench.Now, Stop);
        Assert.Equal((20, 3), (channel.Sent.Count, channel.Most));
        Assert.All(await bench.AllAsync(), entry => Assert.Equal(NotificationState.Sent, entry.State));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_defect_in_a_channel_is_a_failed_try_and_the_others_go_out()
    {
        var channel = new Recorder(2) { Fails = key => key == "k1" ? new InvalidOperationException("a defect with s3cret") : null };
        await bench.RouteAsync([.. Enumerable.Range(0, 3).Select(i => NotificationBench.Notice($"k{i}", topic: $"gate:{i}"))]);
        await bench.Delivery(channel).RunOnceAsync(bench.Now, Stop);
        Assert.Equal(["k0", "k2"], channel.Sent.Order());
        Assert.Equal("unexpected InvalidOperationException; the log says more", (await bench.AllAsync())[1].Error);
    }

    [Fact(Timeout = 30_000)]
    public async Task Every_try_but_the_last_waits_longer_and_a_kill_between_them_loses_none()
    {
        var channel = new Recorder(1) { Fails = _ => new PeerFailure("no") };
        await bench.RouteAsync(NotificationBench.Notice());
        List<double> waits = [];
        while ((await bench.OnlyAsync()).State == NotificationState.Waiting)
        {
            await bench.Delivery(channel, jitter: 0.9).RunOnceAsync(bench.Now, Stop);
            bench.Restart();
            var entry = await bench.OnlyAsync();
            waits.Add((entry.DueAt - bench.Now).TotalSeconds);
            bench.Clock.Advance(entry.DueAt > bench.Now ? entry.DueAt - bench.Now : TimeSpan.Zero);
        }

        Assert.Equal([4.5, 9, 18, 36, 72, 144, 288, 576, 810, 0], waits);
        Assert.Equal((NotificationState.Dead, 10, "no"), (await bench.OnlyAsync()) is var dead ? (dead.State, dead.Tries, dead.Error) : default);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_test_goes_past_the_outbox_and_shows_in_the_health()
    {
        var channel = new Recorder(1);
        bench.Channels.Add(channel);
        Assert.IsType<DeliveryOutcome.Sent>(await bench.Notifier().TestAsync(ChannelNames.Webhook, Stop));
        channel.Fails = _ => new PeerFailure("no");
        Assert.Equal("no", Assert.IsType<DeliveryOutcome.Failed>(await bench.Notifier().TestAsync(ChannelNames.Webhook, Stop)).Reason);
        Assert.Null(await bench.Notifier().TestAsync("pigeon", Stop));
        var (_, health) = Assert.Single(await bench.Notifier().HealthAsync(Stop));
        Assert.Equal((bench.Now, bench.Now, "no"), (health.SuccessAt, health.ErrorAt, health.Error));
        Assert.Empty(await bench.AllAsync());
    }

    private sealed class Recorder(int concurrency) : IChannel
    {
        private readonly Lock gate = new();
        private int active;

        public string Name => ChannelNames.Webhook;

        public int Concurrency => concurrency;

        public List<string> Sent { get; } = [];

        public int Most { get; private set; }

        public Func<string, Exception?> Fails { get; set; } = _ => null;

        public async Task<string> SendAsync(OutboxEntry entry, DateTimeOffset now, CancellationToken stop)
        {
            lock (gate)
                Most = Math.Max(Most, ++active);
            await Task.Yield();
            lock (gate)
            {
                active--;
                if (Fails(entry.Notice.Key) is { } failure)
                    throw failure;
                Sent.Add(entry.Notice.Key);
            }

            return "done";
        }
    }
}
