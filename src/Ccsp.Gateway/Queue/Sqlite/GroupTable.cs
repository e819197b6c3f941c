using Ccsp.Gateway.Storage;
using SQLitePCL;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>The expected run seconds of groups that have run; read when first asked for, written once per batch.</summary>
internal sealed class GroupTable(sqlite3 db) : IDisposable
{
    /// <summary>Groups kept in memory; beyond that they are read anew.</summary>
    private const int MostKnown = 10_000;

    private readonly SqliteStatement find = new(db, "SELECT expected FROM task_group WHERE name = ?1");
    private readonly SqliteStatement put = new(db, "INSERT INTO task_group (name, expected) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET expected = ?2");
    private readonly SqliteStatement delete = new(db, "DELETE FROM task_group WHERE name = ?1");
    private readonly SqliteStatement names = new(db, "SELECT name FROM task_group WHERE name > ?1 ORDER BY name LIMIT ?2");
    private readonly Dictionary<string, double?> known = new(StringComparer.Ordinal);
    private readonly HashSet<string> changed = new(StringComparer.Ordinal);

    /// <summary>Null for a group that never ran.</summary>
    public double? Expected(string group)
    {
        if (known.TryGetValue(group, out var expected))
            return expected;
        if (find.Bind(1, group).Step())
        {
            expected = find.Double(0);
            find.Reset();
        }

        return known[group] = expected;
    }

    public void Set(string group, double? expected)
    {
        known[group] = expected;
        changed.Add(group);
    }

    /// <summary>The next groups of the file that have run.</summary>
    public List<string> After(string group, int limit)
    {
        List<string> found = [];
        names.Bind(1, group).Bind(2, limit);
        while (names.Step())
            found.Add(names.Text(0));
        return found;
    }

    public void Forget()
    {
        known.Clear();
        changed.Clear();
    }

    public void Flush()
    {
        foreach (var group in changed)
        {
            if (known[group] is { } expected)
                put.Bind(1, group).Bind(2, expected).Run();
            else
                delete.Bind(1, group).Run();
        }

        changed.Clear();
        if (known.Count > MostKnown)
            known.Clear();
    }

    public void Dispose()
    {
        find.Dispose();
        put.Dispose();
        delete.Dispose();
        names.Dispose();
    }
}
