using System.Globalization;
using SQLitePCL;

namespace Ccsp.Gateway.Storage;

/// <summary>The database as it was before its schema was changed, beside it: an older version can go on with it. Only the latest is
/// kept.</summary>
internal static class SqliteCopy
{
    /// <returns>For example <c>ccsp.db.schema-6</c>.</returns>
    public static string PathOf(string database, long schema) => string.Create(CultureInfo.InvariantCulture, $"{database}.schema-{schema}");

    /// <exception cref="StorageFull">There is no room for it; nothing was changed.</exception>
    public static void Make(sqlite3 db, string path, long schema)
    {
        var target = PathOf(path, schema);
        var draft = target + ".tmp";
        File.Delete(draft);
        PrivateFile.Open(draft, FileMode.CreateNew).Dispose();
        try
        {
            SqliteMigrations.Run(db, $"VACUUM INTO '{draft.Replace("'", "''", StringComparison.Ordinal)}'");
            using (var file = File.OpenHandle(draft, FileMode.Open, FileAccess.ReadWrite))
                DurableFile.Sync(file, draft);
            File.Move(draft, target, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }

        var folder = Path.GetDirectoryName(path)!;
        DurableFile.SyncFolder(folder);
        foreach (var older in Directory.EnumerateFiles(folder, Path.GetFileName(path) + ".schema-*").Where(file => file != target))
            File.Delete(older);
    }
}
