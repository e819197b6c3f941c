using Ccsp.Contracts;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Sqlite.Memory;

/// <summary>
/// Task counts by kind, so that no submit and no claim counts rows. Written once per batch, in the transaction that changes the rows.
/// </summary>
internal sealed class DepthCounts : IDisposable
{
    private readonly Dictionary<(DepthKind Kind, string Name), int> _counts = [];
    private readonly HashSet<(DepthKind Kind, string Name)> _changed = [];
    private readonly SqliteStatement _all;
    private readonly SqliteStatement _put;
    private readonly SqliteStatement _remove;

    public DepthCounts(SQLitePCL.sqlite3 db)
    {
        _all = new SqliteStatement(db, "SELECT kind, name, count FROM depth");
        _put = new SqliteStatement(db, "INSERT INTO depth (kind, name, count) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET count = ?3");
        _remove = new SqliteStatement(db, "DELETE FROM depth WHERE kind = ?1 AND name = ?2");
    }

    /// <summary>Tasks that have not ended.</summary>
    public int Store { get; private set; }

    /// <summary>Ended tasks still kept.</summary>
    public int Ended { get; private set; }

    public int this[DepthKind kind, string name] => _counts.GetValueOrDefault((kind, name));

    public void Load()
    {
        _counts.Clear();
        _changed.Clear();
        Store = Ended = 0;
        while (_all.Step())
        {
            var kind = (DepthKind)_all.Int(0);
            _counts[(kind, _all.Text(1))] = _all.Int(2);
            if (kind == DepthKind.State && EnumNames<TaskState>.TryParse(_all.Text(1), out var state))
                AddTotal(state, _all.Int(2));
        }
    }

    /// <summary>Applies a change of a task; swapping the arguments undoes it.</summary>
    public void Move(AgentTask? before, AgentTask? after)
    {
        if (before is not null && after is not null && before.State == after.State && before.PriorityClass == after.PriorityClass
            && before.Group == after.Group)
            return;
        Add(before, -1);
        Add(after, +1);
    }

    public void Flush()
    {
        foreach (var key in _changed)
        {
            if (_counts.TryGetValue(key, out var count) && count != 0)
                _put.Bind(1, (long)key.Kind).Bind(2, key.Name).Bind(3, (long)count).Run();
            else
                _remove.Bind(1, (long)key.Kind).Bind(2, key.Name).Run();
            if (count == 0)
                _counts.Remove(key);
        }

        _changed.Clear();
    }

    public void Dispose()
    {
        _all.Dispose();
        _put.Dispose();
        _remove.Dispose();
    }

    private void Add(AgentTask? task, int by)
    {
        if (task is null)
            return;
        Add(DepthKind.State, EnumNames<TaskState>.Of(task.State), by);
        AddTotal(task.State, by);
        if (task.IsTerminal)
            return;
        var word = EnumNames<Priority>.Of(task.PriorityClass);
        Add(DepthKind.Class, word, by);
        Add(DepthKind.Agent, task.Agent, by);
        Add(DepthKind.Group, task.Group, by);
        if (task.State == TaskState.Ready)
            Add(DepthKind.Ready, word, by);
        else if (!task.IsLeased)
            Add(DepthKind.Waiting, word, by);
    }

    private void Add(DepthKind kind, string name, int by)
    {
        var key = (kind, name);
        _counts[key] = _counts.GetValueOrDefault(key) + by;
        _changed.Add(key);
    }

    private void AddTotal(TaskState state, int by)
    {
        if (state >= TaskState.Succeeded)
            Ended += by;
        else
            Store += by;
    }
}
