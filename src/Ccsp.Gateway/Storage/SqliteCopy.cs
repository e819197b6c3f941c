using System.Globalization;
using SQLitePCL;

namespace Ccsp.Gateway.Storage;

/// <summary>
/// A copy of the database next to it, made before a schema change, which an older version can still use. Only the latest is kept.
/// </summary>
internal static class SqliteCopy
{
    /// <returns>For example <c>ccsp.db.schema-6</c>.</returns>
    public static string PathOf(string database, long schema) => string.Create(CultureInfo.InvariantCulture, $"{database}.schema-{schema}");

    /// <exception cref="StorageFull">There is no space; nothing was changed.</exception>
    public static void Make(sqlite3 db, string path, long schema)
    {
        var target = PathOf(path, schema);
        var temporary = target + ".tmp";
        File.Delete(temporary);
        PrivateFile.Open(temporary, FileMode.CreateNew).Dispose();
        try
        {
            SqliteMigrations.Run(db, $"VACUUM INTO '{temporary.Replace("'", "''", StringComparison.Ordinal)}'");
            using (var file = File.OpenHandle(temporary, FileMode.Open, FileAccess.ReadWrite))
                DurableFile.Sync(file, temporary);
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        var folder = Path.GetDirectoryName(path)!;
        DurableFile.SyncFolder(folder);
        foreach (var older in Directory.EnumerateFiles(folder, Path.GetFileName(path) + ".schema-*").Where(file => file != target))
            File.Delete(older);
    }
}
