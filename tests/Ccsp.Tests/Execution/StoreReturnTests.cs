using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Storage;
using Ccsp.Tests.Queue.Redis;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Execution;

/// <summary>A store that was away, and what may start afterwards.</summary>
public sealed class StoreReturnTests : IDisposable
{
    private readonly TestClock _clock = new(SampleTasks.Noon);
    private readonly TempFolder _data = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _data.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task After_a_server_stood_still_nothing_starts_for_two_heartbeats()
    {
        await using var two = await TwoWriters.StartAsync();
        var back = Return(shared: true);
        await back.NoteAsync(() => two.One.Store.EmergencyNowAsync(Stop));
        Assert.Equal((false, TimeSpan.Zero), (back.IsAway, back.Left));

        two.Server.Suspend();
        await Assert.ThrowsAsync<StoreUnavailable>(() => back.NoteAsync(() => two.One.Store.EmergencyNowAsync(Stop)));
        Assert.True(back.IsAway);

        two.Server.Resume();
        while (back.IsAway)
        {
            try
            {
                await back.NoteAsync(() => two.One.Store.EmergencyNowAsync(Stop));
            }
            catch (StoreUnavailable)
            {
                // Its connection is made anew.
            }
        }

        var starts = new StartBackoff(back);
        Assert.Equal(TimeSpan.FromSeconds(10), back.Left);
        Assert.Equal(_clock.GetUtcNow() + back.Left, starts.Shortage(_clock.GetUtcNow())!.TriedAt);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.Zero, back.Left);
        Assert.Null(starts.Shortage(_clock.GetUtcNow()));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_claim_that_lay_in_the_server_counts_as_an_absence_and_an_embedded_store_has_none()
    {
        var (shared, embedded) = (Return(shared: true), Return(shared: false));
        await embedded.NoteAsync(SlowAsync);
        await shared.NoteAsync(SlowAsync);
        Assert.Equal((TimeSpan.FromSeconds(10), TimeSpan.Zero), (shared.Left, embedded.Left));
        await Assert.ThrowsAsync<StoreUnavailable>(() => embedded.NoteAsync<int>(() => throw new StoreUnavailable("full")));
        Assert.False(embedded.IsAway);

        Task<int> SlowAsync()
        {
            _clock.Advance(TimeSpan.FromSeconds(3));
            return Task.FromResult(0);
        }
    }

    private StoreReturn Return(bool shared) => new(
        new SharedLease(shared ? new LeaseFile(_data["lease"]) : null), new HeartbeatOptions(), _clock, NullLogger<StoreReturn>.Instance);
}
