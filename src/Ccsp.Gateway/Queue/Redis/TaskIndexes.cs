using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Tasks;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>Indexes and counts that spare reading rows: due, expired, promotable, waiting, leased and ended tasks.</summary>
internal readonly struct TaskIndexes(GuardedBatch batch, QueueKeys keys)
{
    /// <summary>Applies a change of a task; null: no task.</summary>
    public void Move(StoredTask? before, StoredTask? after)
    {
        var (old, now) = (before?.Task, after?.Task);
        var id = (now ?? old)!.Id;
        if (old is null)
            batch.Rank(keys.Ids, 0, id);
        Place(keys.Due, id, DueAt(old), DueAt(now));
        // Held or blocked tasks of an earlier version are not in this index yet.
        Place(keys.Expiring, id, ExpiresAt(old), ExpiresAt(now), again: old?.State != now?.State);
        Place(keys.Ageing, id, PromotedAt(old), PromotedAt(now));
        Wait(id, WaitsWith(old), WaitsWith(now));
        Lease(id, old, now);
        End(id, before, after);
        Count(old, -1);
        Count(now, +1);
    }

    /// <summary>Adds or removes the counts of one version.</summary>
    private void Count(AgentTask? task, int by)
    {
        if (task is null || task.IsTerminal)
            return;
        var priorityClass = task.PriorityClass;
        batch.Count(DepthNames.OfClass(priorityClass), by);
        batch.Count(DepthNames.OfAgent(task.Agent), by);
        batch.Count(DepthNames.OfGroup(task.Group), by);
        if (task.State == TaskState.Ready)
            batch.Count(DepthNames.OfReady(priorityClass), by);
        else if (!task.IsLeased)
            batch.Count(DepthNames.OfWaiting(priorityClass), by);
        if (!task.IsLeased && task.State != TaskState.Ready)
            batch.Count(DepthNames.OfState(task.State), by);
    }

    private void Place(RedisKey index, string id, DateTimeOffset? before, DateTimeOffset? after, bool again = false)
    {
        if (before == after && !(again && after is not null))
            return;
        if (after is { } time)
            batch.Rank(index, Milliseconds.Of(time), id);
        else
            batch.Unrank(index, id);
    }

    private void Wait(string id, string? before, string? after)
    {
        if (before == after)
            return;
        if (before is not null)
        {
            batch.Unrank(keys.WaitingWith(before), id);
            batch.Add(keys.WaitingProfiles, before, -1);
        }

        if (after is not null)
        {
            batch.Rank(keys.WaitingWith(after), 0, id);
            batch.Add(keys.WaitingProfiles, after, 1);
        }
    }

    private void Lease(string id, AgentTask? before, AgentTask? after)
    {
        if (before?.Lease is null && after?.Lease is not null)
            batch.Put(keys.Leases, id,
                System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(LeaseEntry.Of(after), RedisJson.Default.LeaseEntry));
        if (before?.Lease is not null && after?.Lease is null)
            batch.Drop(keys.Leases, id);
        if (before?.Stop is null && after?.Stop is not null)
            batch.Run("SADD", keys.Stops(after.Lease!.InstanceId), id);
        if (before?.Stop is not null && after?.Stop is null)
            batch.Run("SREM", keys.Stops(before.Lease!.InstanceId), id);
    }

    /// <summary>Retention keeps a parent while a child has not ended.</summary>
    private void End(string id, StoredTask? before, StoredTask? after)
    {
        if (before?.Task.IsTerminal == true)
            batch.Unrank(keys.Ended(before.Task.State), id);
        if (after?.Task.IsTerminal != true)
            return;
        batch.Rank(keys.Ended(after.Task.State), Milliseconds.Of(after.Task.FinishedAt!.Value), id);
        foreach (var parent in after.Metadata.Parents)
            batch.Drop(keys.Children(parent), id);
    }

    private static DateTimeOffset? DueAt(AgentTask? task) => task is { State: TaskState.Scheduled } ? task.RunAt : null;

    private static DateTimeOffset? ExpiresAt(AgentTask? task) =>
        task is { IsTerminal: false, IsLeased: false, EverStarted: false } ? task.StartBefore : null;

    private static DateTimeOffset? PromotedAt(AgentTask? task) => task is { State: TaskState.Ready } ? task.PromoteAt : null;

    private static string? WaitsWith(AgentTask? task) =>
        task is { State: TaskState.Scheduled, WaitReason: WaitReason.Limit or WaitReason.Session } ? task.Profile : null;
}
