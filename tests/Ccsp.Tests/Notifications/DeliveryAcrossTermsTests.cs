using Ccsp.Contracts;
using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Notifications.Store;
using Ccsp.Gateway.Storage;
using Ccsp.RedisServers;
using Ccsp.Tests.Cluster;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Notifications;

/// <summary>Deliveries while leadership goes to another instance and comes back, on a real redis-server.</summary>
public sealed class DeliveryAcrossTermsTests
{
    private static readonly NotifyOptions Options = new() { Routes = [new ChannelRoute(ChannelNames.Slack, Severity.Info)] };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact(Timeout = 60_000)]
    public async Task What_another_leader_was_sending_when_it_died_is_sent()
    {
        await using var server = await RedisServer.StartAsync();
        await using var a = await Contender.JoinAsync(server, "a");
        await using var b = await Contender.JoinAsync(server, "b");
        var channel = new CountingChannel();
        var (ours, theirs) = (new Outbox(a.Records, Options), new Outbox(b.Records, Options));
        var sender = SenderOf(channel, ours);
        await ours.RouteAsync([NotificationBench.Notice("first", topic: "gate:a")], null, Now, Stop);
        await LeadAsync(a, sender, ours);
        Assert.Equal(1, channel.Sent);

        await theirs.RouteAsync([NotificationBench.Notice("second", topic: "gate:b")], null, Now, Stop);
        await (await b.TakeOverAsync()).RunAsync(async () =>
            Assert.Single(await theirs.TakeAsync(ChannelNames.Slack, Now, 10, Stop)));
        await LeadAsync(a, sender, ours);
        Assert.Equal(2, channel.Sent);
        Assert.All(await ListAsync(ours), entry => Assert.Equal(NotificationState.Sent, entry.State));
    }

    /// <summary>The store stands still while a peer takes something; when it is back another instance leads.</summary>
    [Fact(Timeout = 60_000)]
    public async Task What_was_sent_while_the_store_was_away_is_settled_by_whoever_sent_it_and_not_sent_again()
    {
        await using var server = await RedisServer.StartAsync();
        await using var a = await Contender.JoinAsync(server, "a");
        await using var b = await Contender.JoinAsync(server, "b");
        var channel = new CountingChannel { Sending = server.Suspend };
        var (ours, theirs) = (new Outbox(a.Records, Options), new Outbox(b.Records, Options));
        var sender = SenderOf(channel, ours);
        await ours.RouteAsync([NotificationBench.Notice("first", topic: "gate:a")], null, Now, Stop);
        await Assert.ThrowsAsync<StoreUnavailable>(() => LeadAsync(a, sender, ours));
        server.Resume();
        await AgainAsync(() => b.TakeOverAsync());
        await AgainAsync(sender.SettleAsync);
        await LeadAsync(b, SenderOf(channel, theirs), theirs);
        var entry = Assert.Single(await ListAsync(ours));
        Assert.Equal((1, NotificationState.Sent), (channel.Sent, entry.State));
    }

    [Fact(Timeout = 60_000)]
    public async Task Whose_term_ended_between_taking_and_sending_sends_nothing_and_leaves_nothing_behind()
    {
        await using var server = await RedisServer.StartAsync();
        await using var a = await Contender.JoinAsync(server, "a");
        await using var b = await Contender.JoinAsync(server, "b");
        var (channel, ours) = (new CountingChannel(), new Outbox(a.Records, Options));
        await ours.RouteAsync([NotificationBench.Notice("first", topic: "gate:a")], null, Now, Stop);
        var term = await a.TakeOverAsync();
        await term.RunAsync(async () =>
        {
            var taken = Assert.Single(await ours.TakeAsync(ChannelNames.Slack, Now, 1, Stop));
            await b.TakeOverAsync();
            await a.AskAsync();
            await SenderOf(channel, ours).SendAsync(taken, Stop);
        });
        var entry = Assert.Single(await ListAsync(ours));
        Assert.Equal((0, NotificationState.Waiting, 0), (channel.Sent, entry.State, entry.Tries));
    }

    private static Sender SenderOf(IChannel channel, Outbox outbox) =>
        new(channel, outbox, Options, () => 0.5, TimeProvider.System, NullLogger<Sender>.Instance);

    /// <summary>One round in a new term.</summary>
    private static async Task LeadAsync(Contender contender, Sender sender, Outbox outbox) =>
        await (await contender.TakeOverAsync()).RunAsync(() => new DeliveryDuty(sender, outbox).RunOnceAsync(Now, Stop));

    private static Task<IReadOnlyList<OutboxEntry>> ListAsync(Outbox outbox) =>
        outbox.ListAsync(new OutboxFilter(null, null, 10, null), Stop);

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

    private sealed class CountingChannel : IChannel
    {
        public string Name => ChannelNames.Slack;

        public int Concurrency => 4;

        public int Sent { get; private set; }

        /// <summary>Happens while a peer takes something.</summary>
        public Action Sending { get; init; } = static () => { };

        public Task<DeliveryOutcome.Sent> SendAsync(OutboxEntry entry, DateTimeOffset now, CancellationToken cancellationToken)
        {
            Sent++;
            Sending();
            return Task.FromResult(new DeliveryOutcome.Sent("taken"));
        }
    }
}
