using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue.Sqlite;

/// <summary>What callers of a shared queue feel: nobody starves, and the classes keep their promises while slots are free.</summary>
public sealed class FairnessScenarioTests : IDisposable
{
    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);

    private readonly SqliteStoreFixture _queue = new(new QueueOptions { Size = 20_000, ExpectedRunSeconds = 10 });

    public void Dispose() => _queue.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task A_neighbour_with_nine_tenths_of_the_tasks_costs_the_other_one_half_of_the_slots_at_most()
    {
        var fixture = new SimulatedInstance(_queue, slots: 10, _ => TenSeconds, reservedUrgent: 0);
        var noisy = await fixture.AddAsync(450, Submissions.In("noisy"));
        var quiet = await fixture.AddAsync(50, Submissions.In("quiet"));
        await fixture.RunAsync();
        Assert.Equal(500, fixture.Ended.Count);
        // Alone it would take 50 s; with half of the slots 100 s, and one run more for those already running when it came.
        Assert.InRange(Last(fixture, quiet), 50, 110);
        Assert.InRange(noisy.Count(id => Second(fixture.Ended[id]) <= 110), 45, 65);
    }

    [Fact(Timeout = 120_000)]
    public async Task One_closed_profile_among_ten_takes_no_slot_and_no_time_from_the_others()
    {
        await _queue.Store.SetGateAsync(new GateChange.Close("profile:p9", null, "Limit.", GateActors.Provider, _queue.Now),
            TestContext.Current.CancellationToken);
        var fixture = new SimulatedInstance(_queue, slots: 10, _ => TenSeconds, reservedUrgent: 0);
        List<string> others = [];
        for (var task = 0; task < 20; task++)
        {
            for (var profile = 0; profile < 10; profile++)
                others.AddRange(await fixture.AddAsync(1, Submissions.In("g" + (task % 2)) with { Profile = "p" + profile }));
        }

        await fixture.RunAsync();
        Assert.Equal(180, fixture.Ended.Count);
        Assert.Equal(180, others.Where(fixture.Ended.ContainsKey).Max(id => Second(fixture.Ended[id])));
    }

    [Fact(Timeout = 120_000)]
    public async Task An_urgent_task_that_comes_to_a_full_house_starts_at_once_and_a_second_one_with_the_next_free_slot()
    {
        var fixture = new SimulatedInstance(_queue, slots: 4, _ => TenSeconds);
        await fixture.AddAsync(40, Submissions.In("g", Priority.High));
        await fixture.RunAsync(until: _queue.Now.AddSeconds(5));
        Assert.Equal(3, fixture.Started.Count);
        var urgent = await fixture.AddAsync(2, Submissions.Urgent());
        var came = Second(_queue.Now);
        await fixture.RunAsync(until: _queue.Now.AddSeconds(6));
        Assert.Equal(came, Second(fixture.Started[urgent[0]]));
        Assert.Equal(10, Second(fixture.Started[urgent[1]]));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_low_task_gets_through_a_flood_of_high_ones_by_its_age()
    {
        var fixture = new SimulatedInstance(_queue, slots: 2, _ => TimeSpan.FromSeconds(30), reservedUrgent: 0);
        var low = await fixture.AddAsync(1, Submissions.In("patient", Priority.Low));
        // Four a minute are served, five a minute come, for half an hour.
        for (var minute = 0; minute < 30; minute++)
        {
            await fixture.AddAsync(5, Submissions.In("flood", Priority.High));
            await fixture.RunAsync(until: _queue.Now.AddMinutes(1));
        }

        Assert.InRange(Second(fixture.Started[low[0]]), 0, (20 * 60) + 60);
    }

    [Fact(Timeout = 120_000)]
    public async Task Ten_thousand_tasks_due_at_one_instant_neither_stop_an_urgent_one_nor_lose_one_of_theirs()
    {
        var fixture = new SimulatedInstance(_queue, slots: 1_001, _ => TimeSpan.FromSeconds(2));
        var due = _queue.Now.AddMinutes(1);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => fixture.AddAsync(1_000, Submissions.In("g") with { RunAt = due })));
        _queue.Now = due;
        var urgent = await fixture.AddAsync(1, Submissions.Urgent("u"));
        await fixture.StartAsync();
        Assert.Equal(due, fixture.Started[urgent[0]]);
        // A hundred a sweep come due here; in the gateway a sweep that is full is followed by the next at once.
        await fixture.RunAsync();
        Assert.Equal(10_001, fixture.Ended.Count);
        Assert.Equal(0, (await _queue.Store.SnapshotAsync(_queue.Now, TestContext.Current.CancellationToken)).Depth);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(Priority.Urgent)]
    [InlineData(Priority.High)]
    [InlineData(Priority.Normal)]
    [InlineData(Priority.Low)]
    public async Task While_a_slot_is_free_every_class_starts_at_once(Priority priority)
    {
        var fixture = new SimulatedInstance(_queue, slots: 4, _ => TenSeconds);
        var one = await fixture.AddAsync(1, Submissions.In("g", priority));
        await fixture.StartAsync();
        Assert.Equal(SampleTasks.Noon, fixture.Started[one[0]]);
    }

    private static double Last(SimulatedInstance fixture, IEnumerable<string> ids) => ids.Max(id => Second(fixture.Ended[id]));

    private static double Second(DateTimeOffset at) => (at - SampleTasks.Noon).TotalSeconds;
}
