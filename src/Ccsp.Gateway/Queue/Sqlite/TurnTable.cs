using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Sqlite.Memory;
using Ccsp.Gateway.Storage;
using SQLitePCL;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>The finish tags of groups in the file; written once per batch.</summary>
internal sealed class TurnTable(sqlite3 db) : IDisposable
{
    private readonly SqliteStatement all = new(db, "SELECT class, grp, finish FROM turn");
    private readonly SqliteStatement put = new(db, "INSERT INTO turn (class, grp, finish) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET finish = ?3");
    private readonly SqliteStatement delete = new(db, "DELETE FROM turn WHERE class = ?1 AND grp = ?2");
    private readonly HashSet<Turn> changed = [];

    public List<(Priority Class, string Group, double Finish)> All()
    {
        changed.Clear();
        List<(Priority, string, double)> turns = [];
        while (all.Step())
            turns.Add(((Priority)all.Int(0), all.Text(1), all.Double(2)));
        return turns;
    }

    public void Changed(Turn turn) => changed.Add(turn);

    public void Delete(Turn turn)
    {
        changed.Remove(turn);
        delete.Bind(1, (long)turn.Class).Bind(2, turn.Group).Run();
    }

    public void Flush()
    {
        foreach (var turn in changed)
        {
            if (turn.Finish is { } finish)
                put.Bind(1, (long)turn.Class).Bind(2, turn.Group).Bind(3, finish).Run();
        }

        changed.Clear();
    }

    public void Dispose()
    {
        all.Dispose();
        put.Dispose();
        delete.Dispose();
    }
}
