using System.Collections.Concurrent;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// The rows of this instance's leases as it last wrote them. A step may begin with one instead of reading it: what it decides rests on the
/// version of the row like everything else, so a row somebody else has written meanwhile costs a second look and nothing more.
/// </summary>
internal sealed class LeasedTaskCache
{
    /// <summary>More runs than any instance has.</summary>
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, StoredTask> _rows = new(StringComparer.Ordinal);

    public StoredTask? Find(string taskId) => _rows.GetValueOrDefault(taskId);

    /// <summary>Written so; kept while it is leased.</summary>
    public void Written(StoredTask row)
    {
        if (row.Task.IsLeased && _rows.Count < Most)
            _rows[row.Task.Id] = row;
        else
            _rows.TryRemove(row.Task.Id, out _);
    }

    public void Forget(string taskId) => _rows.TryRemove(taskId, out _);

    public void Forget() => _rows.Clear();
}
