using Ccsp.Contracts;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Sqlite.Memory;

/// <summary>
/// How many tasks there are of each kind, so that no submit and no claim ever counts rows. Written once per batch in the transaction that
/// changes the rows.
/// </summary>
internal sealed class DepthCounts : IDisposable
{
    private readonly Dictionary<(DepthKind Kind, string Name), int> counts = [];
    private readonly HashSet<(DepthKind Kind, string Name)> changed = [];
    private readonly SqliteStatement all;
    private readonly SqliteStatement put;
    private readonly SqliteStatement remove;

    public DepthCounts(SQLitePCL.sqlite3 db)
    {
        all = new SqliteStatement(db, "SELECT kind, name, count FROM depth");
        put = new SqliteStatement(db, "INSERT INTO depth (kind, name, count) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET count = ?3");
        remove = new SqliteStatement(db, "DELETE FROM depth WHERE kind = ?1 AND name = ?2");
    }

    /// <summary>Not ended, in all.</summary>
    public int Store { get; private set; }

    /// <summary>Ended and still kept.</summary>
    public int Ended { get; private set; }

    public int this[DepthKind kind, string name] => counts.GetValueOrDefault((kind, name));

    public void Load()
    {
        counts.Clear();
        changed.Clear();
        Store = Ended = 0;
        while (all.Step())
        {
            var kind = (DepthKind)all.Int(0);
            counts[(kind, all.Text(1))] = all.Int(2);
            if (kind == DepthKind.State && Words<TaskState>.TryParse(all.Text(1), out var state))
                AddTotal(state, all.Int(2));
        }
    }

    /// <summary>A task went from one version to the next; its own inverse with the two exchanged.</summary>
    public void Move(AgentTask? before, AgentTask? after)
    {
        if (before is not null && after is not null && before.State == after.State && before.Class == after.Class && before.Group == after.Group)
            return;
        Add(before, -1);
        Add(after, +1);
    }

    public void Flush()
    {
        foreach (var key in changed)
        {
            if (counts.TryGetValue(key, out var count) && count != 0)
                put.Bind(1, (long)key.Kind).Bind(2, key.Name).Bind(3, (long)count).Run();
            else
                remove.Bind(1, (long)key.Kind).Bind(2, key.Name).Run();
            if (count == 0)
                counts.Remove(key);
        }

        changed.Clear();
    }

    public void Dispose()
    {
        all.Dispose();
        put.Dispose();
        remove.Dispose();
    }

    private void Add(AgentTask? task, int by)
    {
        if (task is null)
            return;
        Add(DepthKind.State, Words<TaskState>.Of(task.State), by);
        AddTotal(task.State, by);
        if (task.IsTerminal)
            return;
        var word = Words<Priority>.Of(task.Class);
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
        counts[key] = counts.GetValueOrDefault(key) + by;
        changed.Add(key);
    }

    private void AddTotal(TaskState state, int by)
    {
        if (state >= TaskState.Succeeded)
            Ended += by;
        else
            Store += by;
    }
}
