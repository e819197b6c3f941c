using System.Text.Json;
using Ccsp.Gateway.Notifications.GitHub;
using Ccsp.Gateway.Notifications.Store.Redis;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>Makes records of what earlier versions kept in a shared store in another form. Costs a read where nothing is left of it.</summary>
internal static class RedisCarryOver
{
    public static Task RunAsync(RedisLink link, RedisRecordBackend records, CancellationToken cancellationToken) => records.CarryOverAsync(
        new OutboxKeys(new RedisRoom(link, "notify")).FormerIssues,
        GithubRecords.Issues,
        json => JsonSerializer.Deserialize(json, GithubRecordsJson.Default.TrackedIssue)!,
        cancellationToken);
}
