using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Sqlite.Memory;
using Ccsp.Gateway.Storage;
using SQLitePCL;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>Virtual finish time per (priority, group); written once per batch.</summary>
internal sealed class GroupShareTable(sqlite3 db) : IDisposable
{
    private readonly SqliteStatement _all = new(db, "SELECT class, grp, finish FROM turn");
    private readonly SqliteStatement _put =
        new(db, "INSERT INTO turn (class, grp, finish) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET finish = ?3");
    private readonly SqliteStatement _delete = new(db, "DELETE FROM turn WHERE class = ?1 AND grp = ?2");
    private readonly HashSet<GroupShare> _changed = [];

    public List<(Priority PriorityClass, string Group, double Finish)> All()
    {
        _changed.Clear();
        List<(Priority, string, double)> shares = [];
        while (_all.Step())
            shares.Add(((Priority)_all.Int(0), _all.Text(1), _all.Double(2)));
        return shares;
    }

    public void Changed(GroupShare share) => _changed.Add(share);

    public void Delete(GroupShare share)
    {
        _changed.Remove(share);
        _delete.Bind(1, (long)share.PriorityClass).Bind(2, share.Group).Run();
    }

    public void Flush()
    {
        foreach (var share in _changed)
        {
            if (share.Finish is { } finish)
                _put.Bind(1, (long)share.PriorityClass).Bind(2, share.Group).Bind(3, finish).Run();
        }

        _changed.Clear();
    }

    public void Dispose()
    {
        _all.Dispose();
        _put.Dispose();
        _delete.Dispose();
    }
}
