using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Tests.Support;
using Xunit;
using static Ccsp.Tests.Queue.Redis.TwoWriters;

namespace Ccsp.Tests.Queue.Redis;

/// <summary>What must never be in a store, and is found, mended and counted if it ever is.</summary>
public sealed class RedisLossTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Theory(Timeout = 60_000)]
    [InlineData("parked")]
    [InlineData("listed")]
    public async Task A_lane_that_stands_nowhere_is_put_back_and_counted(string where)
    {
        await using var two = await StartAsync();
        await LimitAsync(two.One, "group:g", 1);
        await two.AddAsync(two.One, Submissions.In("g"));
        await two.AddAsync(two.One, Submissions.In("g"));
        if (where == "parked")
        {
            var first = Assert.Single(await ClaimAsync(two.One, "a")).Task;
            Assert.Empty(await ClaimAsync(two.One, "a"));
            await RunAsync(two.One, first);
            Assert.Equal("1", await two.Server.CommandAsync("DEL", $"{Writer.Keys.Woken}"));
        }
        else
        {
            Assert.Equal("1", await two.Server.CommandAsync("DEL", $"{Writer.Keys.Heads(Priority.Normal, "g")}"));
        }

        Assert.Empty(await ClaimAsync(two.Other, "b"));
        await SweepAsync(two.Other);
        Assert.Single(await ClaimAsync(two.Other, "b"));
        Assert.Equal(1, (await two.One.Store.SnapshotAsync(Now, Stop)).LanesMended);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_stands_where_it_belongs_is_left_there()
    {
        await using var two = await StartAsync();
        await LimitAsync(two.One, "group:g", 1);
        for (var i = 0; i < 2; i++)
            await two.AddAsync(two.One, Submissions.In("g"));
        await two.AddAsync(two.One, Submissions.In("other"));
        Assert.Equal(2, (await ClaimAsync(two.One, "a")).Count);
        await two.AddAsync(two.One, Submissions.In("third"));
        await SweepAsync(two.Other);
        Assert.Equal(0, (await two.One.Store.SnapshotAsync(Now, Stop)).LanesMended);
        Assert.Equal("third", Assert.Single(await ClaimAsync(two.Other, "b")).Task.Group);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_limit_that_another_configuration_had_is_asked_again_at_the_start()
    {
        await using var two =
            await StartAsync(new QueueOptions {
                Gates = new() { Limits = new Dictionary<string, GateLimits> { ["group:g"] = new() { Limit = 1 } } } });
        await two.AddAsync(two.One, Submissions.In("g"));
        await two.AddAsync(two.One, Submissions.In("g"));
        Assert.Single(await ClaimAsync(two.One, "a"));
        Assert.Empty(await ClaimAsync(two.One, "a"));
        await using var unlimited = await Writer.OpenAsync(two.Server);
        Assert.Single(await ClaimAsync(unlimited, "c"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_lease_whose_task_is_gone_gives_its_gates_back()
    {
        await using var two = await StartAsync();
        await LimitAsync(two.One, "group:g", 1);
        await two.AddAsync(two.One, Submissions.In("g"));
        await two.AddAsync(two.One, Submissions.In("g"));
        var gone = Assert.Single(await ClaimAsync(two.One, "a")).Task.Id;
        Assert.Equal("1", await two.Server.CommandAsync("HDEL", $"{Writer.Keys.Tasks}", gone));
        Assert.Empty(await ClaimAsync(two.Other, "b"));
        await SweepAsync(two.Other);
        Assert.Single(await ClaimAsync(two.Other, "b"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Lanes_under_a_gate_somebody_has_closed_are_left_in_peace()
    {
        await using var two = await StartAsync();
        await two.AddAsync(two.One, Submissions.In("g"));
        await two.One.Store.SetGateAsync(new GateChange.Close("profile:default", Until: null, "Maintenance.", "anna", Now), Stop);
        Assert.Empty(await ClaimAsync(two.One, "a"));
        await SweepAsync(two.Other);
        Assert.Equal("1", await two.Server.CommandAsync("SCARD", $"{Writer.Keys.ParkedUnder("profile:default")}"));
        await two.One.Store.SetGateAsync(new GateChange.Open("profile:default", "anna", Now), Stop);
        Assert.Single(await ClaimAsync(two.One, "a"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_task_that_an_earlier_version_held_is_too_late_as_any_other()
    {
        await using var two = await StartAsync();
        var id = await two.AddAsync(two.One, Submissions.Simple() with { Hold = true, StartBefore = Now.AddMinutes(1) });
        // That version did not note of a held task when it is too late.
        Assert.Equal("1", await two.Server.CommandAsync("ZREM", $"{Writer.Keys.Expiring}", id));
        Assert.IsType<ChangeOutcome.Applied>(await two.One.Store.ChangeAsync(new TaskChange.Approve(id, "anna", Now), Stop));
        await two.One.Store.SweepAsync(new SweepRequest(Now.AddMinutes(2), 0.5, 100, new RetentionOptions()), Stop);
        Assert.Equal(TaskState.Expired, (await TaskAsync(two.One, id)).State);
        Assert.Equal("0", await two.Server.CommandAsync("ZCARD", $"{Writer.Keys.Expiring}"));
    }

    private static Task<SweepReport> SweepAsync(Writer writer) =>
        writer.Store.SweepAsync(new SweepRequest(Now, 0.5, 100, new RetentionOptions()), Stop);
}
