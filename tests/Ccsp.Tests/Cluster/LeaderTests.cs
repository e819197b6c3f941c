using Ccsp.Contracts;
using Ccsp.Gateway.Cluster;
using Ccsp.Gateway.Duties;
using Ccsp.Gateway.Hosting;
using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Notifications.Store;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.RedisServers;
using Ccsp.Tests.Notifications;
using Ccsp.Tests.Queue.Redis;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Cluster;

/// <summary>Leadership that goes to another instance and comes back.</summary>
public sealed class LeaderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact(Timeout = 60_000)]
    public async Task Each_term_begins_its_duties_anew()
    {
        await using var server = await RedisServer.StartAsync();
        await using var link = await LinkAsync(server);
        var leader = new Leader(link, "a", NullLogger<Leader>.Instance);
        List<string> done = [];
        var duty = LeaderDuty.Of(
            new Duty("work", TimeSpan.FromSeconds(1), (_, _) => Note("work")) { Begin = () => done.Add("begin") }, leader);
        await RoundAsync();
        await RoundAsync();
        await LeadAsync(server, "b");
        await RoundAsync();
        await server.CommandAsync("DEL", LeaseKey);
        await RoundAsync();
        Assert.Equal(["begin", "work", "work", "begin", "work"], done);

        async Task RoundAsync()
        {
            await leader.RunOnceAsync(Now, Stop);
            await duty.RunOnceAsync(Now, Stop);
        }

        Task Note(string what)
        {
            done.Add(what);
            return Task.CompletedTask;
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task What_another_leader_was_sending_when_it_died_is_sent()
    {
        await using var server = await RedisServer.StartAsync();
        await using var link = await LinkAsync(server);
        var options = new NotifyOptions { Routes = [new ChannelRoute(ChannelNames.Slack, Severity.Info)] };
        await using var store = await RedisStores.OpenAsync(link, "notify");
        await using var other = await RedisStores.OpenAsync(link, "notify");
        var (outbox, others) = (OutboxIn(store, options), OutboxIn(other, options));
        var channel = new CountingChannel();
        var delivery = new DeliveryDuty(channel, outbox, options, () => 0.5, TimeProvider.System, NullLogger<DeliveryDuty>.Instance);
        var leader = new Leader(link, "a", NullLogger<Leader>.Instance);
        var duty = LeaderDuty.Of(new Duty("notify", DeliveryDuty.Every, delivery.RunOnceAsync) { Begin = delivery.Begin }, leader);
        await outbox.RouteAsync([NotificationBench.Notice("first", topic: "gate:a")], null, Now, Stop);
        await RoundAsync();
        Assert.Equal(1, channel.Sent);

        await LeadAsync(server, "b");
        await RoundAsync();
        await others.RouteAsync([NotificationBench.Notice("second", topic: "gate:b")], null, Now, Stop);
        Assert.Single(await others.TakeAsync(ChannelNames.Slack, Now, 10, Stop));
        await server.CommandAsync("DEL", LeaseKey);
        await RoundAsync();
        Assert.Equal(2, channel.Sent);
        Assert.All(await outbox.ListAsync(new OutboxFilter(null, null, 10, null), Stop),
            entry => Assert.Equal(NotificationState.Sent, entry.State));

        async Task RoundAsync()
        {
            await leader.RunOnceAsync(Now, Stop);
            await duty.RunOnceAsync(Now, Stop);
        }
    }

    /// <summary>The store stands still while a peer takes something; the same instance leads on.</summary>
    [Fact(Timeout = 60_000)]
    public async Task What_was_sent_while_the_store_was_away_is_settled_and_not_sent_again()
    {
        await using var server = await RedisServer.StartAsync();
        await using var link = await LinkAsync(server);
        var options = new NotifyOptions { Routes = [new ChannelRoute(ChannelNames.Slack, Severity.Info)] };
        await using var store = await RedisStores.OpenAsync(link, "notify");
        var outbox = OutboxIn(store, options);
        var channel = new CountingChannel { Sending = server.Suspend };
        var delivery = new DeliveryDuty(channel, outbox, options, () => 0.5, TimeProvider.System, NullLogger<DeliveryDuty>.Instance);
        await outbox.RouteAsync([NotificationBench.Notice("first", topic: "gate:a")], null, Now, Stop);
        await Assert.ThrowsAsync<StoreUnavailable>(() => delivery.RunOnceAsync(Now, Stop));
        server.Resume();
        await AgainAsync(() => delivery.RunOnceAsync(Now, Stop));
        var entry = Assert.Single(await outbox.ListAsync(new OutboxFilter(null, null, 10, null), Stop));
        Assert.Equal((1, NotificationState.Sent), (channel.Sent, entry.State));
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_learns_in_the_middle_of_a_round_that_another_leads_sends_nothing_and_leaves_nothing_behind()
    {
        await using var server = await RedisServer.StartAsync();
        await using var link = await LinkAsync(server);
        var options = new NotifyOptions { Routes = [new ChannelRoute(ChannelNames.Slack, Severity.Info)] };
        await using var store = await RedisStores.OpenAsync(link, "notify");
        var outbox = OutboxIn(store, options);
        var (channel, asked) = (new CountingChannel(), 0);
        var delivery = new DeliveryDuty(channel, outbox, options, () => 0.5, TimeProvider.System, NullLogger<DeliveryDuty>.Instance)
        {
            Leads = () => ++asked == 1,
        };
        await outbox.RouteAsync([NotificationBench.Notice("first", topic: "gate:a")], null, Now, Stop);
        await delivery.RunOnceAsync(Now, Stop);
        var entry = Assert.Single(await outbox.ListAsync(new OutboxFilter(null, null, 10, null), Stop));
        Assert.Equal((0, NotificationState.Waiting, 0), (channel.Sent, entry.State, entry.Tries));
    }

    private static Outbox OutboxIn(RedisTaskStore store, NotifyOptions options) =>
        new(new RecordStore(store.Records, TimeProvider.System), options);

    /// <summary>Connections that broke may need a moment.</summary>
    private static async Task AgainAsync(Func<Task> step)
    {
        while (true)
        {
            try
            {
                await step();
                return;
            }
            catch (StoreUnavailable)
            {
                Stop.ThrowIfCancellationRequested();
            }
        }
    }

    private const string LeaseKey = "{ccsp:ccsp:0}:leader";

    private static Task<RedisLink> LinkAsync(RedisServer server) =>
        RedisLink.OpenAsync(new RedisOptions { Endpoints = [server.Endpoint] }, TimeProvider.System, NullLogger.Instance, Stop);

    /// <summary>As if the lease had run out and somebody else had taken it.</summary>
    private static async Task LeadAsync(RedisServer server, string instance) =>
        Assert.Equal("OK", await server.CommandAsync("SET", LeaseKey, instance, "PX", "10000"));

    private sealed class CountingChannel : IChannel
    {
        public string Name => ChannelNames.Slack;

        public int Concurrency => 4;

        public int Sent { get; private set; }

        /// <summary>Happens while a peer takes something.</summary>
        public Action Sending { get; init; } = static () => { };

        public Task<string> SendAsync(OutboxEntry entry, DateTimeOffset now, CancellationToken cancellationToken)
        {
            Sent++;
            Sending();
            return Task.FromResult("taken");
        }
    }
}
