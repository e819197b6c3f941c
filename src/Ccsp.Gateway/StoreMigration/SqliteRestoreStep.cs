using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Queue.Sqlite.Memory;
using Ccsp.Gateway.Queue.Stored;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>Writes what comes from another store into an empty one, on the writer thread; no rules apply and no event is raised.</summary>
internal sealed class SqliteRestoreStep(QueueWriter queue)
{
    private readonly QueueTables _tables = queue.Tables;
    private readonly QueueMemory _memory = queue.Memory;

    public void Put(MovedTask moved)
    {
        queue.Tasks.Restore(moved.Task);
        _tables.Submissions.Put(moved.Id, SubmissionText.Of(moved.Submission));
        if (moved.Result is { } result)
            _tables.Submissions.PutResult(moved.Id, result.Text, result.Truncated, result.Structured);
        foreach (var run in moved.Runs)
            _tables.Runs.Restore(run);
        foreach (var parent in moved.Parents)
            _tables.Dependencies.Insert(new Dependency(parent.Id, moved.Id, moved.OnParentFailure), parent.Open);
        if (moved.Key is { } key)
            _tables.Keys.Put(key.Caller, key.Key, moved.Id, key.Hash, Milliseconds.Time(key.ExpiresAt));
    }

    public void Put(StoredEvent storedEvent) => _tables.Events.Restore(storedEvent);

    /// <summary>After the tasks, which enter their groups themselves.</summary>
    public void Put(QueueState state)
    {
        var numbers = state.Numbers;
        _tables.Meta.Restore(numbers.LastEvent, numbers.Claims, (ulong)numbers.Epoch, numbers.VirtualTimes);
        if (state.Emergency is { } emergency)
        {
            _tables.Emergency.Put(emergency);
            _memory.Set(emergency);
        }

        foreach (var gate in state.Gates)
        {
            _tables.Gates.Put(gate);
            _memory.Set(gate);
        }

        foreach (var share in state.GroupShares)
            _memory.FairQueue.SetFinish(_memory.FairQueue.ShareOf(share.PriorityClass, share.Group), share.Finish);
        foreach (var expected in state.Expected)
            _tables.Groups.Set(expected.Group, expected.Seconds);
        foreach (var (id, row) in state.Instances)
        {
            _tables.Instances.Put(row.Beat(id));
            if (row.Lost)
                _tables.Instances.Lose(id);
            _memory.Set(row.ToKnown(id));
        }
    }
}
