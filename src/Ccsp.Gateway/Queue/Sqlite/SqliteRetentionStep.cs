using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Sqlite.Memory;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>T21: deletes by age, then the oldest beyond the limit; never a parent of an unended task.</summary>
internal sealed class SqliteRetentionStep(QueueTables tables, QueueMemory memory, SavepointRunner parts)
{
    private static readonly TaskState[] Ended = [.. Enum.GetValues<TaskState>().Where(state => state >= TaskState.Succeeded)];

    public IReadOnlyList<string> Run(SweepRequest request)
    {
        var keep = request.Retention;
        var old = Oldest(state => request.Now.AddDays(-(state == TaskState.Succeeded ? keep.SucceededDays : keep.OtherDays)),
            request.Limit);
        var excess = Math.Min(request.Limit, memory.Depths.Ended - keep.MaximumCount) - old.Count;
        var surplus = excess > 0 ? Oldest(_ => DateTimeOffset.MaxValue, request.Limit).Except(old).Take(excess) : [];
        List<string> deleted = [];
        parts.Each([.. old, .. surplus], id =>
        {
            Delete(id);
            deleted.Add(id);
            return true;
        });
        return deleted;
    }

    private List<string> Oldest(Func<TaskState, DateTimeOffset> until, int limit) =>
    [
        .. Ended.SelectMany(state => tables.Due.Oldest(state, until(state), limit))
            .OrderBy(found => found.FinishedAt).ThenBy(found => found.Id, StringComparer.Ordinal)
            .Take(limit).Select(found => found.Id),
    ];

    private void Delete(string id)
    {
        var task = tables.Tasks.Find(id)!;
        tables.Due.Delete(id);
        memory.Follow(task, null);
    }
}
