using SQLitePCL;

namespace Ccsp.Gateway.Storage;

/// <summary>The writing connection's transaction and the savepoint of the command being applied.</summary>
internal sealed class SqliteTransactions(sqlite3 db) : IDisposable
{
    private readonly SqliteStatement begin = new(db, "BEGIN IMMEDIATE");
    private readonly SqliteStatement commit = new(db, "COMMIT");
    private readonly SqliteStatement rollback = new(db, "ROLLBACK");
    private readonly SqliteStatement mark = new(db, "SAVEPOINT command");
    private readonly SqliteStatement keep = new(db, "RELEASE command");
    private readonly SqliteStatement takeBack = new(db, "ROLLBACK TO command");

    /// <summary>Some errors end the transaction by themselves.</summary>
    public bool IsOpen => raw.sqlite3_get_autocommit(db) == 0;

    public void Begin() => begin.Run();

    public void Commit() => commit.Run();

    public void Rollback()
    {
        if (IsOpen)
            rollback.Run();
    }

    public void Mark() => mark.Run();

    public void Keep() => keep.Run();

    public void TakeBack()
    {
        takeBack.Run();
        keep.Run();
    }

    public void Dispose()
    {
        foreach (var statement in new[] { begin, commit, rollback, mark, keep, takeBack })
            statement.Dispose();
    }
}
