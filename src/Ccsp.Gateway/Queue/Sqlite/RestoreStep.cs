using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue.Moving;
using Ccsp.Gateway.Queue.Sqlite.Memory;
using Ccsp.Gateway.Queue.Stored;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>Writes what has come from another store into an empty one, on the writer thread. Nothing is decided and nobody is
/// told.</summary>
internal sealed class RestoreStep(TaskWriter tasks, QueueTables tables, QueueMemory memory)
{
    public void Put(MovedTask moved)
    {
        tasks.Restore(moved.Task);
        tables.Submissions.Put(moved.Id, SubmissionText.Of(moved.Submission));
        if (moved.Result is { } result)
            tables.Submissions.PutResult(moved.Id, result.Text, result.Truncated, result.Structured);
        foreach (var run in moved.Runs)
            tables.Runs.Restore(run);
        foreach (var parent in moved.Parents)
            tables.Dependencies.Insert(new Dependency(parent.Id, moved.Id, moved.OnParentFailure), parent.Open);
        if (moved.Key is { } key)
            tables.Keys.Put(key.Caller, key.Key, moved.Id, key.Hash, Milliseconds.Time(key.ExpiresAt));
    }

    public void Put(StoredEvent storedEvent) => tables.Events.Restore(storedEvent);

    /// <summary>After the tasks, which give their groups a place of their own.</summary>
    public void Put(QueueState state)
    {
        var numbers = state.Numbers;
        tables.Meta.Restore(numbers.LastEvent, numbers.Claims, (ulong)numbers.Epoch, numbers.VirtualTimes);
        if (state.Emergency is { } emergency)
        {
            tables.Emergency.Put(emergency);
            memory.Set(emergency);
        }

        foreach (var gate in state.Gates)
        {
            tables.Gates.Put(gate);
            memory.Set(gate);
        }

        foreach (var share in state.GroupShares)
            memory.FairQueue.SetFinish(memory.FairQueue.ShareOf(share.PriorityClass, share.Group), share.Finish);
        foreach (var expected in state.Expected)
            tables.Groups.Set(expected.Group, expected.Seconds);
        foreach (var (id, row) in state.Instances)
        {
            tables.Instances.Put(row.Beat(id));
            if (row.Lost)
                tables.Instances.Lose(id);
            memory.Set(row.Heard(id));
        }
    }
}
