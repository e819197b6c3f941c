using System.Globalization;
using System.Reflection;
using SQLitePCL;

namespace Ccsp.Gateway.Storage;

/// <summary>Brings a database to the schema of this version. The scripts are embedded, numbered from 1, and never changed once released.</summary>
internal static class SqliteMigrations
{
    private const string Prefix = "Migrations/";

    private static readonly Assembly Home = typeof(SqliteMigrations).Assembly;

    private static readonly string[] Scripts =
        [.. Home.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>The schema this version writes.</summary>
    public static int Latest => Scripts.Length;

    /// <summary>Applies what is missing, each script in its own transaction with its number.</summary>
    /// <exception cref="StoreTooNew">The database has a schema this version does not know.</exception>
    public static void Apply(sqlite3 db, string path)
    {
        var found = Version(db);
        if (found > Latest)
            throw new StoreTooNew(path, found, Latest);
        for (var next = found + 1; next <= Latest; next++)
        {
            var script = string.Create(CultureInfo.InvariantCulture, $"BEGIN IMMEDIATE;\n{Read(Scripts[next - 1])}\nPRAGMA user_version = {next};\nCOMMIT;");
            Run(db, script);
        }
    }

    private static long Version(sqlite3 db)
    {
        using var version = new SqliteStatement(db, "PRAGMA user_version");
        version.Step();
        return version.Long(0);
    }

    private static void Run(sqlite3 db, string script)
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
