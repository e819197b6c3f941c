using Ccsp.Contracts;
using Ccsp.Gateway.Storage;
using SQLitePCL;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>
/// Which task depends on which. A dependency is open until its parent ends once; a closed one stays, so that retention keeps a parent while
/// its child has not ended.
/// </summary>
internal sealed class DependencyTable(sqlite3 db) : IDisposable
{
    private readonly SqliteStatement _insert = new(db, "INSERT INTO edge (parent, child, on_failure, open) VALUES (?1, ?2, ?3, ?4)");
    private readonly SqliteStatement _reopen =
        new(db, "INSERT INTO edge (parent, child, on_failure, open) VALUES (?1, ?2, ?3, 1) ON CONFLICT (parent, child) DO UPDATE SET open "
            + "= 1");
    private readonly SqliteStatement _openOf = new(db, "SELECT child, on_failure FROM edge WHERE parent = ?1 AND open = 1 ORDER BY child");
    private readonly SqliteStatement _close = new(db, "UPDATE edge SET open = 0 WHERE parent = ?1 AND child = ?2");
    private readonly SqliteStatement _closeChild = new(db, "UPDATE edge SET open = 0 WHERE child = ?1 AND open = 1");
    // Ended or deleted parents with an open dependency exist only after a defect, so a slice per sweep is enough.
    private readonly SqliteStatement _overdue = new(db,
        "SELECT e.parent, e.child, e.on_failure, EXISTS (SELECT 1 FROM task t WHERE t.id = e.parent) FROM edge e WHERE (e.parent, "
        + "e.child) > (?1, ?2) AND e.open = 1 ORDER BY e.parent, e.child LIMIT ?3");

    public void Insert(Dependency dependency, bool open) =>
        _insert.Bind(1, dependency.Parent).Bind(2, dependency.Child).Bind(3, (long)dependency.OnFailure).Bind(4, open ? 1L : 0L).Run();

    /// <summary>Reopens it: the parent runs again.</summary>
    public void Open(Dependency dependency) =>
        _reopen.Bind(1, dependency.Parent).Bind(2, dependency.Child).Bind(3, (long)dependency.OnFailure).Run();

    public List<Dependency> OpenOf(string parent)
    {
        List<Dependency> dependencies = [];
        _openOf.Bind(1, parent);
        while (_openOf.Step())
            dependencies.Add(new Dependency(parent, _openOf.Text(0), (ParentFailure)_openOf.Int(1)));
        return dependencies;
    }

    public void Close(Dependency dependency) => _close.Bind(1, dependency.Parent).Bind(2, dependency.Child).Run();

    public void CloseChild(string child) => _closeChild.Bind(1, child).Run();

    /// <summary>Scans the next open dependencies.</summary>
    /// <returns>Those whose parent has ended or is gone, and where to continue (null at the end).</returns>
    public (List<Dependency> Dependencies, Dependency? Next) Overdue(Dependency? after, int limit)
    {
        List<Dependency> dependencies = [];
        Dependency? last = null;
        var seen = 0;
        _overdue.Bind(1, after?.Parent ?? "").Bind(2, after?.Child ?? "").Bind(3, limit);
        while (_overdue.Step())
        {
            seen++;
            last = new Dependency(_overdue.Text(0), _overdue.Text(1), (ParentFailure)_overdue.Int(2));
            if (_overdue.Int(3) == 0)
                dependencies.Add(last.Value);
        }

        return (dependencies, seen < limit ? null : last);
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _insert, _reopen, _openOf, _close, _closeChild, _overdue })
            statement.Dispose();
    }
}
