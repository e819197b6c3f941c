using System.Collections.Concurrent;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// Rows of this instance's leases as last written. A step may start from one without reading: the guard on its version turns a stale row
/// into one extra read.
/// </summary>
internal sealed class LeasedTaskCache
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, StoredTask> _rows = new(StringComparer.Ordinal);

    public StoredTask? Find(string taskId) => _rows.GetValueOrDefault(taskId);

    /// <summary>Keeps a row while it is leased.</summary>
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
