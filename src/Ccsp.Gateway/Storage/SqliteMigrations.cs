using System.Globalization;
using System.Reflection;
using SQLitePCL;

namespace Ccsp.Gateway.Storage;

/// <summary>
/// Migrates a database to this version's schema. Scripts are embedded, numbered and never changed once released. A database records the
/// number of each applied script, so that two scripts written in parallel can merge in either order.
/// </summary>
internal static class SqliteMigrations
{
    private const string Prefix = "Migrations/";

    private const string Seen =
        "CREATE TABLE IF NOT EXISTS schema_script (number INTEGER PRIMARY KEY); " +
        // Databases older than this table have all scripts up to their version.
        "WITH RECURSIVE known(n) AS (SELECT 1 UNION ALL " +
        "SELECT n + 1 FROM known WHERE n < (SELECT user_version FROM pragma_user_version)) " +
        "INSERT INTO schema_script SELECT n FROM known " +
        "WHERE NOT EXISTS (SELECT 1 FROM schema_script) AND n <= (SELECT user_version FROM pragma_user_version)";

    private static readonly Assembly Home = typeof(SqliteMigrations).Assembly;

    private static readonly SortedDictionary<int, string> Scripts = new(
        Home.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(NumberOf));

    /// <summary>The schema version this program writes: the highest script number.</summary>
    public static int Latest => Scripts.Keys.Last();

    /// <summary>Applies missing scripts, each in its own transaction; a database with data is copied before.</summary>
    /// <exception cref="StoreTooNew">The database's schema is unknown to this version.</exception>
    public static void Apply(sqlite3 db, string path)
    {
        var found = Numbers(db, "PRAGMA user_version").Single();
        if (found > Latest)
            throw new StoreTooNew(path, found, Latest);
        Run(db, $"BEGIN IMMEDIATE;\n{Seen};\nCOMMIT;");
        var seen = Numbers(db, "SELECT number FROM schema_script").ToHashSet();
        var missing = Scripts.Where(script => !seen.Contains(script.Key)).ToList();
        if (found > 0 && missing.Count > 0)
            SqliteCopy.Make(db, path, found);
        foreach (var (number, name) in missing)
        {
            Run(db, string.Create(CultureInfo.InvariantCulture,
                $"BEGIN IMMEDIATE;\n{Read(name)}\nINSERT INTO schema_script VALUES ({number});\nPRAGMA user_version = "
                + $"{Math.Max(number, found)};\nCOMMIT;"));
        }
    }

    /// <summary>The script's number: the leading digits of its name.</summary>
    private static int NumberOf(string name) =>
        int.Parse(name.AsSpan(Prefix.Length, name.IndexOf('-', Prefix.Length) - Prefix.Length), NumberStyles.None,
        CultureInfo.InvariantCulture);

    private static List<long> Numbers(sqlite3 db, string sql)
    {
        List<long> numbers = [];
        using var rows = new SqliteStatement(db, sql);
        while (rows.Step())
            numbers.Add(rows.Long(0));
        return numbers;
    }

    internal static void Run(sqlite3 db, string script)
    {
        var code = raw.sqlite3_exec(db, script);
        if (code == raw.SQLITE_OK)
            return;
        var error = SqliteErrors.Of(db, code);
        _ = raw.sqlite3_exec(db, "ROLLBACK"); // Fails when the error has already ended the transaction, which is what is wanted.
        throw error;
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(Home.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
