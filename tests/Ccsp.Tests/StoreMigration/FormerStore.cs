using System.Text.Json;
using System.Text.Json.Nodes;
using Ccsp.Contracts;
using Ccsp.Gateway.Api;
using Ccsp.Gateway.Logins;
using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.GitHub;
using Ccsp.Gateway.Notifications.Store;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Records;
using Ccsp.Gateway.Security;
using Ccsp.Gateway.Storage.Records;
using Xunit;

namespace Ccsp.Tests.StoreMigration;

/// <summary>A store of the version before, opened and carried over by this one.</summary>
internal sealed class FormerStore(ITaskStore queue, IQueueRecordBackend backend, IAsyncDisposable open) : IAsyncDisposable
{
    private readonly RecordStore _records = new(backend, TimeProvider.System);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>All that version said of it is said still; what is said beyond it is new. The keys of its data folder are valid.</summary>
    public async Task CheckAsync(JsonNode said, string dataFolder)
    {
        var outbox = new Outbox(_records, new NotifyOptions());
        await CheckTasksAsync(said);
        Check(said["gates"]!, (await queue.GatesAsync(Cancel)).Select(gate => Views.Gate(gate, TimeProvider.System.GetUtcNow())));
        await CheckLoginsAsync(said);
        var deliveries = await outbox.ListAsync(new OutboxFilter(null, null, 500, null), Cancel);
        Check(said["notifications"]!, deliveries.Select(NotificationRoutes.View));
        var health = await outbox.HealthAsync(Cancel);
        Check(said["notifications/channels"]!,
            said["notifications/channels"]!.AsArray().Select(channel => channel!["name"]!.GetValue<string>()).Select(channel =>
                NotificationRoutes.View(
                    new ChannelRoute(channel, channel == "github" ? Severity.Critical : Severity.Info), health[channel])));
        Assert.Equal(said["cursors"]!["notifications"]!.GetValue<long>(), await outbox.CursorAsync(Cancel));
        var topics = await _records.ReadAsync(reader => reader.PageAsync(OutboxRecords.Topics, null, RecordLimits.PageSize), Cancel);
        Assert.Equal(said["topics"]!.GetValue<int>(), topics.Count);
        // No number is given twice.
        var numbers = await _records.ReadAsync(reader => reader.FindAsync(OutboxRecords.Numbers, OutboxNumbers.Key), Cancel);
        Assert.Equal(deliveries[0].Id, numbers!.Last);
        var keys = LocalKey.Open(dataFolder, TimeProvider.System, new SharedApiKeys(_records));
        await keys.PublishAsync("sample", Cancel);
        Assert.Equal("ci", keys.Find("a-key-of-the-sample-that-opens-nothing")?.Name);
    }

    public ValueTask DisposeAsync() => open.DisposeAsync();

    private async Task CheckTasksAsync(JsonNode said)
    {
        var tasks = (await queue.ListAsync(new TaskFilter { Limit = 100 }, Cancel)).Items;
        Check(said["tasks"]!, tasks.Select(record => Views.Task(record, Durability.Disk)));
        foreach (var (task, runs) in said["runs"]!.AsObject())
            Check(runs!, (await queue.RunsAsync(task, Cancel)).Select(Views.Run));
    }

    private async Task CheckLoginsAsync(JsonNode said)
    {
        var issues = new IssueStore(_records);
        var logins = await _records.ReadAsync(LoginRecords.ReadAsync, Cancel);
        List<SessionView> views = [];
        foreach (var login in logins.Items)
            views.Add(Views.Session(login, (await issues.FindAsync(LoginProfile.KeyOf(login.Profile), Cancel))?.Number));
        Check(said["sessions"]!, views);
        Assert.Equal(said["cursors"]!["logins"]!.GetValue<long>(), logins.Cursor);
    }

    private static void Check<T>(JsonNode said, IEnumerable<T> views) =>
        Check(said, new JsonArray([.. views.Select(view => JsonSerializer.SerializeToNode(view, CcspJson.Wire.Options))]), typeof(T).Name);

    private static void Check(JsonNode? said, JsonNode? now, string place)
    {
        switch (said)
        {
            case JsonObject members when now is JsonObject object_:
                foreach (var (name, member) in members)
                    Check(member, object_[name], $"{place}.{name}");
                break;
            case JsonArray items when now is JsonArray array:
                Assert.True(items.Count == array.Count, $"{place}: {items.Count} then, {array.Count} now");
                for (var i = 0; i < items.Count; i++)
                    Check(items[i], array[i], $"{place}[{i}]");
                break;
            default:
                Assert.True(JsonNode.DeepEquals(said, now), $"{place}: {said} then, {now} now");
                break;
        }
    }
}
