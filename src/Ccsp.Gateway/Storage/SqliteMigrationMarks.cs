
namespace Ccsp.Gateway.Storage;

/// <summary>The migration marks in the embedded database.</summary>
internal static class SqliteMigrationMarks
{
    private const string FindSql = "SELECT value FROM meta WHERE name = ?1";

    public static MigrationMarks Read(SqliteDatabase database)
    {
        using var reader = new SqliteReader(database.OpenReader());
        return reader.Read(connection =>
            new MigrationMarks(Find(connection, MigrationMark.Moved), Find(connection, MigrationMark.Arriving)));
    }

    /// <summary>Call it on the writer thread.</summary>
    /// <param name="mark">Null removes it.</param>
    public static void Put(SqliteStatements db, string name, MigrationMark? mark)
    {
        if (mark is null)
            db["DELETE FROM meta WHERE name = ?1"].Bind(1, name).Run();
        else
            db["INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2"].Bind(1, name)
                .BindText(2, mark.Write()).Run();
    }

    private static MigrationMark? Find(SqliteReader reader, string name)
    {
        var row = reader.Statement(FindSql).Bind(1, name);
        if (!row.Step())
            return null;
        var mark = MigrationMark.Read(row.Bytes(0));
        row.Reset();
        return mark;
    }
}
