using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Xunit;

namespace Ccsp.Tests.Notifications;

/// <summary>From the queue's own events to the outbox, over kills.</summary>
public sealed class EventRoutingTests : IDisposable
{
    private readonly NotificationBench _bench = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact(Timeout = 30_000)]
    public async Task A_closed_gate_is_told_once_and_so_is_its_opening()
    {
        using var routing = _bench.Routing();
        await routing.RunOnceAsync(_bench.Now, Stop);
        await CloseAsync("profile:default", true);
        await CloseAsync("profile:default", false);
        await routing.RunOnceAsync(_bench.Now, Stop);
        await routing.RunOnceAsync(_bench.Now, Stop);
        Assert.Equal([EventTypes.GateClosed, EventTypes.GateOpened], (await _bench.AllAsync()).Select(entry => entry.Notice.Kind));
        Assert.Equal("The limit is reached.\nBy tester. To open it once the reason is gone: ccsp gates open profile:default",
            (await _bench.AllAsync())[0].Notice.Body);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_event_just_before_a_kill_is_routed_after_it_and_never_twice()
    {
        using (var routing = _bench.Routing())
        {
            await CloseAsync("profile:one", true);
            await routing.RunOnceAsync(_bench.Now, Stop);
            await CloseAsync("profile:two", true);
        }

        for (var life = 0; life < 3; life++)
        {
            _bench.Restart();
            using var routing = _bench.Routing();
            await routing.RunOnceAsync(_bench.Now, Stop);
        }

        Assert.Equal(["gate:profile:one", "gate:profile:two"], (await _bench.AllAsync()).Select(entry => entry.Notice.Topic));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_lost_wake_up_only_delays()
    {
        using var routing = _bench.Routing();
        await routing.RunOnceAsync(_bench.Now, Stop);
        await CloseAsync("profile:default", true);
        using var deaf = new Ccsp.Gateway.Notifications.Routing.EventRouting(
            _bench.Outbox, new(),
                (after, limit, cancellationToken) => _bench.Store.EventsAsync(new(null, after, limit), cancellationToken),
                    new(_bench.Options));
        await deaf.RunOnceAsync(_bench.Now, Stop);
        Assert.Single(await _bench.AllAsync());
        await CloseAsync("profile:late", true);
        await deaf.RunOnceAsync(_bench.Now, Stop);
        Assert.Single(await _bench.AllAsync());
        _bench.Clock.Advance(TimeSpan.FromSeconds(30));
        await deaf.RunOnceAsync(_bench.Now, Stop);
        Assert.Equal(2, (await _bench.AllAsync()).Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task Thousands_of_events_of_no_concern_are_passed_over_in_pages()
    {
        await CloseAsync("profile:first", true);
        for (var i = 0; i < 3; i++)
        {
            await _bench.Store.SubmitAsync(
                new([.. Enumerable.Range(0, 500)
                    .Select(n => Support.Submissions.Submit(Support.TestIds.Of((i * 500) + n + 1), Support.Submissions.Simple()))], false,
                    _bench.Now), Stop);
        }

        await CloseAsync("profile:last", true);
        using var routing = _bench.Routing();
        await routing.RunOnceAsync(_bench.Now, Stop);
        Assert.Equal(["gate:profile:first", "gate:profile:last"], (await _bench.AllAsync()).Select(entry => entry.Notice.Topic));
        Assert.True(await _bench.Outbox.CursorAsync(Stop) >= 1502);
    }

    [Fact(Timeout = 30_000)]
    public async Task After_a_week_of_sleep_only_what_is_critical_is_news()
    {
        await CloseAsync("profile:default", true);
        _bench.Clock.Advance(TimeSpan.FromDays(7));
        using var routing = _bench.Routing();
        await routing.RunOnceAsync(_bench.Now, Stop);
        Assert.Empty(await _bench.AllAsync());
    }

    private Task<GateState> CloseAsync(string gate, bool close) =>
        _bench.Store.SetGateAsync(
        close ? new GateChange.Close(gate, null, "The limit is reached.", "tester", _bench.Now)
            : new GateChange.Open(gate, "tester", _bench.Now), Stop);
}
