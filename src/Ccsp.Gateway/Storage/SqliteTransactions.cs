using SQLitePCL;

namespace Ccsp.Gateway.Storage;

/// <summary>The writing connection's transaction and the savepoint of the command being applied.</summary>
internal sealed class SqliteTransactions(sqlite3 db) : IDisposable
{
    private readonly SqliteStatement _begin = new(db, "BEGIN IMMEDIATE");
    private readonly SqliteStatement _commit = new(db, "COMMIT");
    private readonly SqliteStatement _rollback = new(db, "ROLLBACK");
    private readonly SqliteStatement _mark = new(db, "SAVEPOINT command");
    private readonly SqliteStatement _keep = new(db, "RELEASE command");
    private readonly SqliteStatement _takeBack = new(db, "ROLLBACK TO command");

    /// <summary>Some errors end the transaction by themselves.</summary>
    public bool IsOpen => raw.sqlite3_get_autocommit(db) == 0;

    public void Begin() => _begin.Run();

    public void Commit() => _commit.Run();

    public void Rollback()
    {
        if (IsOpen)
            _rollback.Run();
    }

    public void Mark() => _mark.Run();

    public void Keep() => _keep.Run();

    public void TakeBack()
    {
        _takeBack.Run();
        _keep.Run();
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _begin, _commit, _rollback, _mark, _keep, _takeBack })
            statement.Dispose();
    }
}
