using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue;

public abstract partial class TaskStoreConformance
{
    [Fact(Timeout = 30_000)]
    public async Task Every_waiting_task_is_told_of_the_stop_first_and_how_it_ends()
    {
        await Open();
        var ready = await Add();
        var held = await Add(Submissions.Simple() with { Hold = true });
        await Hold("queue");
        await Halt(EmergencyMode.Drain);
        foreach (var task in new[] { ready, held })
        {
            var told = await Explain(task);
            Assert.Equal(("emergency", false, "ccsp stop --clear"), (told.Gates[0].Gate, told.Gates[0].Admits, told.Gates[0].Action));
            Assert.StartsWith("The emergency stop (drain) by anna stands since 2026-", told.Summary, StringComparison.Ordinal);
            Assert.Null(told.Start);
        }

        await Unhalt();
        Assert.DoesNotContain((await Explain(ready)).Gates, gate => gate.Gate == "emergency");
    }

    [Fact(Timeout = 30_000)]
    public async Task What_would_start_is_what_then_starts_and_looking_takes_nothing()
    {
        await Open();
        foreach (var (group, priority) in new[] { ("a", Priority.Low), ("a", Priority.Normal), ("b", Priority.Normal),
            ("a", Priority.Normal), ("b", Priority.Urgent) })
            await Add(Submissions.In(group, priority));
        await Limit("group:a", 2);
        await _store.SetGateAsync(new GateChange.Limit("group:b", new GateLimits { Rate = new RateLimit(60, 2) }, "anna", _now), Stop);
        await Halt(EmergencyMode.Hold);
        var gates = await _store.GatesAsync(Stop);
        var foreseen = Ids(await _store.PreviewClaimAsync(Request(), Stop));
        Assert.Equal(4, foreseen.Count);
        Assert.Equal(foreseen, Ids(await _store.PreviewClaimAsync(Request(), Stop)));
        Assert.Equal(gates, await _store.GatesAsync(Stop));
        Assert.Equal(5, (await _store.SnapshotAsync(_now, Stop)).ByState[TaskState.Ready]);
        await Unhalt();
        Assert.Equal(foreseen, Ids(await Claim()));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("group:a")]
    [InlineData("profile:default")]
    public async Task Who_is_refused_only_in_what_would_start_is_not_left_waiting(string gate)
    {
        await Open();
        for (var i = 0; i < 2; i++)
            await Add(Submissions.In("a"));
        await Limit(gate, 1);
        // The first takes the only place there, and the second is refused for a lease that never is.
        var foreseen = Assert.Single(Ids(await _store.PreviewClaimAsync(Request(), Stop)));
        Assert.Equal(foreseen, Assert.Single(await Claim()).Id);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_queue_in_figures_shows_the_stop_only_while_it_stands_and_paused_parts_by_name()
    {
        await Open();
        Assert.Null((await _store.SnapshotAsync(_now, Stop)).Emergency);
        await Halt(EmergencyMode.Hold);
        await Hold("class:low");
        await Hold("group:ci", _now.AddSeconds(5));
        var snapshot = await _store.SnapshotAsync(_now, Stop);
        Assert.Equal("Fire.", snapshot.Emergency?.Reason);
        Assert.Equal(["class:low", "group:ci"], snapshot.Holds.Select(hold => hold.Name));
        Pass(5);
        await Unhalt();
        snapshot = await _store.SnapshotAsync(_now, Stop);
        Assert.Null(snapshot.Emergency);
        Assert.Equal(["class:low"], snapshot.Holds.Select(hold => hold.Name));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_cleared_task_carries_the_reason_in_its_event()
    {
        await Open();
        var task = await Add();
        await _store.ClearAsync(new ClearFilter(null, null, null, null, "anna", _now, "Superseded."), null, 100, Stop);
        var storedEvent = (await EventsOf(task))[^1];
        Assert.Contains("\"reason\":\"Superseded.\"", storedEvent.Data, StringComparison.Ordinal);
        Assert.Contains("\"actor\":\"anna\"", storedEvent.Data, StringComparison.Ordinal);
    }
}
