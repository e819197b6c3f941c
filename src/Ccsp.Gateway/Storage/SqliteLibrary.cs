using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Ccsp.Gateway.Storage;

/// <summary>
/// Selects the SQLite library: the bundled one, which is newer than those of distributions; without its file the distribution's.
/// </summary>
internal static class SqliteLibrary
{
    private static readonly Lazy<string> Loaded = new(Load);
    private static string _origin = "";

    /// <summary>For example <c>3.53.4 (bundled)</c>. Loads the library on first use.</summary>
    public static string Version => Loaded.Value;

    private static string Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        Batteries_V2.Init();
        Configure();
        return $"{raw.sqlite3_libversion().utf8_to_string()} ({_origin})";
    }

    /// <summary>
    /// Each connection is used by one thread at a time, so SQLite's mutexes protect nothing, and its unused memory statistics take a global
    /// lock per allocation; together they cost a tenth of the writer's time.
    /// </summary>
    private static void Configure()
    {
        const int multiThread = 2;
        const int memoryStatistics = 9;
        // Both fail if the process has already used the library; then it is only slower.
        _ = raw.sqlite3_config(multiThread);
        _ = raw.sqlite3_config(memoryStatistics, 0);
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        foreach (var (library, origin) in new[] { (name, "bundled"), ("libsqlite3.so.0", "libsqlite3.so.0") })
        {
            _origin = origin;
            if (NativeLibrary.TryLoad(library, assembly, search, out var handle))
                return handle;
        }

        return 0;
    }
}
