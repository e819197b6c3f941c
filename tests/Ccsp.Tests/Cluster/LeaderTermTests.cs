using Ccsp.Contracts;
using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.Store;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Records;
using Ccsp.RedisServers;
using Ccsp.Tests.Notifications;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Cluster;

/// <summary>A leader that slept through its lease while another one led, on a real redis-server.</summary>
public sealed class LeaderTermTests
{
    private static readonly NotifyOptions Notify = new() { Routes = [new ChannelRoute(ChannelNames.Slack, Severity.Info)] };

    private static readonly CounterKey Sum = new("test.sum");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact(Timeout = 60_000)]
    public async Task Whoever_slept_through_its_lease_writes_nothing_of_what_a_leader_writes()
    {
        await using var server = await RedisServer.StartAsync();
        await using var a = await Contender.JoinAsync(server, "a");
        await using var b = await Contender.JoinAsync(server, "b");
        var later = Submissions.Submit(TestIds.Of(1), Submissions.Simple() with { RunAt = Now.AddSeconds(-1) });
        await a.Store.SubmitAsync(new SubmitBatch([later], Atomic: true, Now.AddSeconds(-2)), Stop);
        var outbox = new Outbox(a.Records, Notify);
        await outbox.RouteAsync([NotificationBench.Notice("first")], null, Now, Stop);
        foreach (var write in (Func<Task>[])
            [
                () => outbox.TakeAsync(ChannelNames.Slack, Now, 1, Stop),
                () => outbox.RouteAsync([NotificationBench.Notice("second", topic: "gate:b")], cursor: 7, Now, Stop),
                () => a.Store.SweepAsync(new SweepRequest(Now.AddSeconds(1), 0, 10, new RetentionOptions()) { Sweeper = "a" }, Stop),
            ])
        {
            var term = await a.TakeOverAsync();
            await b.TakeOverAsync();
            await Assert.ThrowsAsync<LeaderTermEnded>(() => term.RunAsync(write));
            Assert.True(term.HasEnded);
        }

        var entry = Assert.Single(await outbox.ListAsync(new OutboxFilter(null, null, 10, null), Stop));
        Assert.Equal((NotificationState.Waiting, 0L), (entry.State, await outbox.CursorAsync(Stop)));
        Assert.Equal(TaskState.Scheduled, (await b.Store.GetAsync(TestIds.Of(1), Stop))!.Task.State);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_step_under_way_when_another_takes_over_is_not_stored()
    {
        await using var server = await RedisServer.StartAsync();
        await using var a = await Contender.JoinAsync(server, "a");
        await using var b = await Contender.JoinAsync(server, "b");
        var term = await a.TakeOverAsync();
        await Assert.ThrowsAsync<LeaderTermEnded>(() => term.RunAsync(() => a.Records.WriteAsync(
            async step =>
            {
                step.Add(Sum, 1);
                await b.TakeOverAsync();
                return true;
            },
            Stop)));
        Assert.Equal(0, await b.Records.ReadAsync(reader => reader.CounterAsync(Sum), Stop));
    }

    [Fact(Timeout = 60_000)]
    public async Task In_its_term_a_leader_writes_and_outside_of_it_everybody_does()
    {
        await using var server = await RedisServer.StartAsync();
        await using var a = await Contender.JoinAsync(server, "a");
        await using var b = await Contender.JoinAsync(server, "b");
        var first = await a.TakeOverAsync();
        await first.RunAsync(() => AddAsync(a));
        await (await b.TakeOverAsync()).RunAsync(() => AddAsync(b));
        await AddAsync(a);
        await first.RunAsync(() => LeaderTerm.OutsideAsync(() => AddAsync(a)));
        Assert.Equal(4, await b.Records.ReadAsync(reader => reader.CounterAsync(Sum), Stop));
    }

    private static Task<bool> AddAsync(Contender contender) => contender.Records.WriteAsync(
        step =>
        {
            step.Add(Sum, 1);
            return ValueTask.FromResult(true);
        },
        Stop);
}
