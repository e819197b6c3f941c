using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Notifications.GitHub;
using Ccsp.Gateway.Notifications.Peers;
using Ccsp.Gateway.Notifications.Routing;
using Ccsp.Gateway.Notifications.Store;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.Storage.Records.Sqlite;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Notifications;

/// <summary>Notifications on a real SQLite file that can be closed and opened again, with a clock of its own and channels the test
/// chooses.</summary>
/// <param name="shared">Where the outbox lies instead of the file.</param>
internal sealed class NotificationBench(IRecordBackend? shared = null) : IDisposable
{
    public const string Repository = "owner/name";

    private readonly TempFolder _folder = new();
    private readonly List<IDisposable> _own = [];
    private SqliteTaskStore? _store;
    private Outbox? _outbox;

    public NotifyOptions Options { get; set; } = new() { Routes = [new(ChannelNames.Log, Severity.Info, Disturbs: false)] };

    public TestClock Clock { get; } = new(SampleTasks.Noon);

    public EventHub Hub { get; } = new();

    public List<IChannel> Channels { get; } = [];

    public SqliteTaskStore Store => _store ??= SqliteTaskStore.Open(_folder["ccsp.db"], new QueueOptions(), Hub, NullLogger.Instance);

    public Outbox Outbox => _outbox ??= new Outbox(Records, Options);

    public IssueStore IssueStore => new(Records);

    private RecordStore Records => new(shared ?? new SqliteRecordBackend(Store.Tables), Clock);

    public DateTimeOffset Now => Clock.GetUtcNow();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Closes the file and forgets everything in memory, as a kill and a new start do.</summary>
    public void Restart()
    {
        _store?.Dispose();
        (_store, _outbox) = (null, null);
    }

    public PeerHttp Http(double totalSeconds = 30, params string[] allowed)
    {
        var http = new PeerHttp(allowed, new PeerLimits(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(totalSeconds)));
        _own.Add(http);
        return http;
    }

    public Sender Sender(IChannel channel, double jitter = 0.5) =>
        new(channel, Outbox, Options, () => jitter, Clock, NullLogger<Sender>.Instance);

    public DeliveryDuty Delivery(IChannel channel, double jitter = 0.5) => new(Sender(channel, jitter), Outbox);

    public Notifier Notifier() => new(Outbox, [.. Channels.Select(channel => Sender(channel))], Options, Clock);

    public EventRouting Routing()
    {
        var routing = new EventRouting(Outbox, Hub,
            (after, limit, cancellationToken) => Store.EventsAsync(new EventQuery(null, after, limit), cancellationToken),
                new NoticeMaker(Options));
        _own.Add(routing);
        return routing;
    }

    public Task RouteAsync(params Notice[] notices) => Outbox.RouteAsync(notices, cursor: null, Now, Stop);

    public async Task<IReadOnlyList<OutboxEntry>> AllAsync(string? channel = null) =>
        [.. (await Outbox.ListAsync(new OutboxFilter(null, channel, 500, null), Stop)).Reverse()];

    public async Task<OutboxEntry> OnlyAsync(string? channel = null) => Assert.Single(await AllAsync(channel));

    public static Notice Notice(string key = "k1", Severity severity = Severity.Warning, string topic = "gate:profile:default",
        bool resolves = false) => new()
    {
        Key = key,
        Kind = resolves ? EventTypes.GateOpened : EventTypes.GateClosed,
        Topic = topic,
        Severity = severity,
        Resolves = resolves,
        Title = "CCSP: profile:default is closed",
        Body = "The limit is reached.",
        At = SampleTasks.Noon,
        Fields = new Dictionary<string, string> { ["name"] = "profile:default" },
    };

    public static OutboxEntry Entry(Notice? notice = null, string channel = "any", int tries = 1) =>
        new() { Channel = channel, Notice = notice ?? Notice(), CreatedAt = SampleTasks.Noon, Tries = tries };

    public void Dispose()
    {
        foreach (var one in _own)
            one.Dispose();
        _store?.Dispose();
        _folder.Dispose();
    }
}
