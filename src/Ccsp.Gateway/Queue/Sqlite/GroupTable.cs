using Ccsp.Gateway.Storage;
using SQLitePCL;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>Expected run seconds by group; read on first use, written once per batch.</summary>
internal sealed class GroupTable(sqlite3 db) : IDisposable
{
    /// <summary>Groups cached in memory.</summary>
    private const int MostKnown = 10_000;

    private readonly SqliteStatement _find = new(db, "SELECT expected FROM task_group WHERE name = ?1");
    private readonly SqliteStatement _put =
        new(db, "INSERT INTO task_group (name, expected) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET expected = ?2");
    private readonly SqliteStatement _delete = new(db, "DELETE FROM task_group WHERE name = ?1");
    private readonly SqliteStatement _names = new(db, "SELECT name FROM task_group WHERE name > ?1 ORDER BY name LIMIT ?2");
    private readonly Dictionary<string, double?> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);

    /// <summary>Null for a group that never ran.</summary>
    public double? Expected(string group)
    {
        if (_known.TryGetValue(group, out var expected))
            return expected;
        if (_find.Bind(1, group).Step())
        {
            expected = _find.Double(0);
            _find.Reset();
        }

        return _known[group] = expected;
    }

    public void Set(string group, double? expected)
    {
        _known[group] = expected;
        _changed.Add(group);
    }

    public List<string> After(string group, int limit)
    {
        List<string> found = [];
        _names.Bind(1, group).Bind(2, limit);
        while (_names.Step())
            found.Add(_names.Text(0));
        return found;
    }

    public void Forget()
    {
        _known.Clear();
        _changed.Clear();
    }

    public void Flush()
    {
        foreach (var group in _changed)
        {
            if (_known[group] is { } expected)
                _put.Bind(1, group).Bind(2, expected).Run();
            else
                _delete.Bind(1, group).Run();
        }

        _changed.Clear();
        if (_known.Count > MostKnown)
            _known.Clear();
    }

    public void Dispose()
    {
        _find.Dispose();
        _put.Dispose();
        _delete.Dispose();
        _names.Dispose();
    }
}
