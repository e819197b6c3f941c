using System.Text.Json;

namespace Ccsp.Gateway.Storage;

/// <summary>
/// One gateway per data folder: an advisory lock on <c>gateway.lock</c>, which the kernel releases however its holder ends. The holder is
/// described in a separate file, because the locked one cannot be opened.
/// </summary>
internal sealed class DataFolderLock : IDisposable
{
    public const string FileName = "gateway.lock";

    public const string HolderFile = FileName + ".json";

    /// <summary>EAGAIN: locked by another process.</summary>
    private const int Locked = 11;

    private readonly FileStream _file;
    private readonly string _path;

    private DataFolderLock(FileStream file, string path) => (_file, _path) = (file, path);

    /// <exception cref="DataFolderTaken">Thrown at once; names the holder.</exception>
    /// <exception cref="DataFolderUnusable">The folder cannot be created or written; the message says why.</exception>
    public static DataFolderLock Take(string folder, FolderHolder holder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            PrivateFile.CreateFolder(folder);
            var file = TryOpen(path) ?? throw new DataFolderTaken(folder, HolderOf(folder));
            var taken = new DataFolderLock(file, path);
            taken.Record(holder);
            return taken;
        }
        catch (Exception ex) when (ex is UnauthorizedAccessException or (IOException and not DataFolderTaken))
        {
            throw new DataFolderUnusable(folder, ex);
        }
    }

    /// <summary>Records the holder atomically: readers see the old or the new one, never half of one.</summary>
    public void Record(FolderHolder holder) =>
        PrivateFile.Replace(_path + ".json", JsonSerializer.SerializeToUtf8Bytes(holder, FolderHolderJson.Default.FolderHolder));

    /// <summary>The current or last holder; null if unknown.</summary>
    public static FolderHolder? HolderOf(string folder) => Read(Path.Combine(folder, HolderFile));

    /// <summary>Releases the lock. The file stays, so that nobody can lock one that was just removed.</summary>
    public void Dispose() => _file.Dispose();

    private static FileStream? TryOpen(string path)
    {
        try
        {
            // FileShare.None takes flock(LOCK_EX | LOCK_NB).
            return PrivateFile.Open(path, FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException ex) when (ex.HResult == Locked)
        {
            return null;
        }
    }

    private static FolderHolder? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), FolderHolderJson.Default.FolderHolder);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or JsonException)
        {
            // The description is informative; the lock does not depend on it.
            return null;
        }
    }
}
