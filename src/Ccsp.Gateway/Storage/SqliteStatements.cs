using SQLitePCL;

namespace Ccsp.Gateway.Storage;

/// <summary>Prepared statements of the writing connection by text; texts are constants or built from few parts.</summary>
internal sealed class SqliteStatements(sqlite3 db) : IDisposable
{
    private readonly Dictionary<string, SqliteStatement> _prepared = new(StringComparer.Ordinal);

    public SqliteStatement this[string sql]
    {
        get
        {
            if (!_prepared.TryGetValue(sql, out var statement))
                _prepared[sql] = statement = new SqliteStatement(db, sql);
            return statement;
        }
    }

    public int Changes => raw.sqlite3_changes(db);

    public void Dispose()
    {
        foreach (var statement in _prepared.Values)
            statement.Dispose();
    }
}
