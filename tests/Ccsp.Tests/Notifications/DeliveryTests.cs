using Ccsp.Contracts;
using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Notifications.Peers;
using Ccsp.Gateway.Notifications.Store;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Tests.Storage.Records;
using Xunit;

namespace Ccsp.Tests.Notifications;

/// <summary>How the outbox is emptied: bounded, in order, and with defects that stop nobody.</summary>
public sealed class DeliveryTests : IDisposable
{
    private readonly NotificationBench _bench = new() { Options = new() { Routes = [new(ChannelNames.Webhook, Severity.Info)] } };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact(Timeout = 30_000)]
    public async Task No_more_are_sent_at_a_time_than_the_channel_allows()
    {
        var channel = new Recorder(concurrency: 3);
        await _bench.RouteAsync([.. Enumerable.Range(0, 20).Select(i => NotificationBench.Notice($"k{i}", topic: $"gate:{i}"))]);
        await _bench.Delivery(channel).RunOnceAsync(_bench.Now, Stop);
        Assert.Equal((20, 3), (channel.Sent.Count, channel.Most));
        Assert.All(await _bench.AllAsync(), entry => Assert.Equal(NotificationState.Sent, entry.State));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_defect_in_a_channel_is_a_failed_try_and_the_others_go_out()
    {
        var channel = new Recorder(2) { Fails = key => key == "k1" ? new InvalidOperationException("a defect with s3cret") : null };
        await _bench.RouteAsync([.. Enumerable.Range(0, 3).Select(i => NotificationBench.Notice($"k{i}", topic: $"gate:{i}"))]);
        await _bench.Delivery(channel).RunOnceAsync(_bench.Now, Stop);
        Assert.Equal(["k0", "k2"], channel.Sent.Order());
        Assert.Equal("unexpected InvalidOperationException; the log says more", (await _bench.AllAsync())[1].Error);
    }

    [Fact(Timeout = 30_000)]
    public async Task Every_try_but_the_last_waits_longer_and_a_kill_between_them_loses_none()
    {
        var channel = new Recorder(1) { Fails = _ => new PeerFailure("no") };
        await _bench.RouteAsync(NotificationBench.Notice());
        List<double> waits = [];
        while ((await _bench.OnlyAsync()).State == NotificationState.Waiting)
        {
            await _bench.Delivery(channel, jitter: 0.9).RunOnceAsync(_bench.Now, Stop);
            _bench.Restart();
            var entry = await _bench.OnlyAsync();
            waits.Add((entry.DueAt - _bench.Now).TotalSeconds);
            _bench.Clock.Advance(entry.DueAt > _bench.Now ? entry.DueAt - _bench.Now : TimeSpan.Zero);
        }

        Assert.Equal([4.5, 9, 18, 36, 72, 144, 288, 576, 810, 0], waits);
        Assert.Equal((NotificationState.Dead, 10, "no"),
            (await _bench.OnlyAsync()) is var dead ? (dead.State, dead.Tries, dead.Error) : default);
    }

    [Fact(Timeout = 30_000)]
    public async Task Sent_again_it_gets_as_many_tries_as_at_first()
    {
        var channel = new Recorder(1) { Fails = _ => new PeerFailure("no") };
        await _bench.RouteAsync(NotificationBench.Notice());
        for (var series = 1; series <= 2; series++)
        {
            while ((await _bench.OnlyAsync()).State == NotificationState.Waiting)
            {
                await _bench.Delivery(channel).RunOnceAsync(_bench.Now, Stop);
                _bench.Clock.Advance(TimeSpan.FromMinutes(15));
            }

            Assert.Equal(series * 10, (await _bench.OnlyAsync()).Tries);
            Assert.Equal(NotificationState.Waiting, (await _bench.Notifier().RetryAsync((await _bench.OnlyAsync()).Id, Stop))!.State);
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task A_planned_stop_waits_for_what_a_peer_is_taking_and_it_goes_out_once()
    {
        using var stopping = new CancellationTokenSource();
        var channel = new SlowChannel();
        await _bench.RouteAsync(NotificationBench.Notice(), NotificationBench.Notice("next"));
        var round = _bench.Delivery(channel).RunOnceAsync(_bench.Now, stopping.Token);
        await channel.Began.Task.WaitAsync(Stop);
        await stopping.CancelAsync();
        Assert.False(round.IsCompleted);
        channel.Taken.SetResult();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => round);
        _bench.Restart();
        Assert.Equal(NotificationState.Sent, (await _bench.AllAsync())[0].State);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_planned_stop_does_not_wait_longer_than_a_peer_may_take()
    {
        using var stopping = new CancellationTokenSource();
        var channel = new SlowChannel();
        await _bench.RouteAsync(NotificationBench.Notice());
        var round = _bench.Delivery(channel).RunOnceAsync(_bench.Now, stopping.Token);
        await channel.Began.Task.WaitAsync(Stop);
        await stopping.CancelAsync();
        _bench.Clock.Advance(PeerLimits.Default.Total);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => round);
        Assert.Equal(NotificationState.Sending, (await _bench.OnlyAsync()).State);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_test_goes_past_the_outbox_and_shows_in_the_health()
    {
        var channel = new Recorder(1);
        _bench.Channels.Add(channel);
        Assert.IsType<DeliveryOutcome.Sent>(await _bench.Notifier().TestAsync(ChannelNames.Webhook, Stop));
        channel.Fails = _ => new PeerFailure("no");
        Assert.Equal("no", Assert.IsType<DeliveryOutcome.Failed>(await _bench.Notifier().TestAsync(ChannelNames.Webhook, Stop)).Reason);
        Assert.Null(await _bench.Notifier().TestAsync("pigeon", Stop));
        var (_, health) = Assert.Single(await _bench.Notifier().HealthAsync(Stop));
        Assert.Equal((_bench.Now, _bench.Now, "no"), (health.SuccessAt, health.ErrorAt, health.Error));
        Assert.Empty(await _bench.AllAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_channel_with_nothing_due_asks_the_store_no_more_until_something_comes()
    {
        var backend = new CountingBackend(new MemoryRecordBackend());
        using var bench = new NotificationBench(backend) { Options = _bench.Options };
        var (channel, seconds) = (new Recorder(1), 0);
        var delivery = bench.Delivery(channel);
        await RoundAsync();
        var asked = backend.Asked;
        await RoundAsync();
        Assert.Equal(asked, backend.Asked);

        await bench.RouteAsync(NotificationBench.Notice());
        await RoundAsync();
        Assert.Equal(["k1"], channel.Sent);
        asked = backend.Asked;
        await RoundAsync();
        Assert.Equal(asked, backend.Asked);

        Task RoundAsync() => delivery.RunOnceAsync(bench.Now.AddSeconds(seconds++), Stop);
    }

    private sealed class CountingBackend(IRecordBackend inner) : IRecordBackend
    {
        public int Asked { get; private set; }

        public IRecordSource Source(CancellationToken cancellationToken)
        {
            Asked++;
            return inner.Source(cancellationToken);
        }

        public Task<bool> ApplyAsync(RecordBatch batch, CancellationToken cancellationToken) => inner.ApplyAsync(batch, cancellationToken);
    }

    private sealed class SlowChannel : IChannel
    {
        public string Name => ChannelNames.Webhook;

        public int Concurrency => 1;

        public TaskCompletionSource Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Taken { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<DeliveryOutcome.Sent> SendAsync(OutboxEntry entry, DateTimeOffset now, CancellationToken cancellationToken)
        {
            Began.TrySetResult();
            await Taken.Task.WaitAsync(cancellationToken);
            return new("taken");
        }
    }

    private sealed class Recorder(int concurrency) : IChannel
    {
        private readonly Lock _gate = new();
        private readonly TaskCompletionSource _full = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _active;

        public string Name => ChannelNames.Webhook;

        public int Concurrency => concurrency;

        public List<string> Sent { get; } = [];

        public int Most { get; private set; }

        public Func<string, Exception?> Fails { get; set; } = _ => null;

        public async Task<DeliveryOutcome.Sent> SendAsync(OutboxEntry entry, DateTimeOffset now, CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                Most = Math.Max(Most, ++_active);
                if (Most >= concurrency)
                    _full.TrySetResult();
            }

            // The first ones wait for each other; else one may be gone before the next begins.
            await _full.Task.WaitAsync(cancellationToken);
            lock (_gate)
            {
                _active--;
                if (Fails(entry.Notice.Key) is { } failure)
                    throw failure;
                Sent.Add(entry.Notice.Key);
            }

            return new("done");
        }
    }
}
