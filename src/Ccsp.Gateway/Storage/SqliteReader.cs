using SQLitePCL;

namespace Ccsp.Gateway.Storage;

/// <summary>One read-only connection with its prepared statements.</summary>
internal sealed class SqliteReader(sqlite3 connection) : IDisposable
{
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    /// <summary>The prepared statement of a text; texts are constants or built from few parts.</summary>
    public SqliteStatement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements[sql] = statement = new SqliteStatement(connection, sql);
        return statement;
    }

    public T Read<T>(Func<SqliteReader, T> read)
    {
        Statement("BEGIN").Run();
        try
        {
            return read(this);
        }
        finally
        {
            foreach (var statement in _statements.Values)
                statement.Reset();
            Statement("COMMIT").Run();
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        connection.Dispose();
    }
}
