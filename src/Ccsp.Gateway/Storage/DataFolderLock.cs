using System.Text.Json;

namespace Ccsp.Gateway.Storage;

/// <summary>
/// One gateway per data folder: an advisory lock on <c>gateway.lock</c>, which the kernel releases when its holder ends in whatever way.
/// The holder's name stands in a file beside it, because the locked file cannot be opened to be read.
/// </summary>
internal sealed class DataFolderLock : IDisposable
{
    public const string FileName = "gateway.lock";

    /// <summary>Tells who holds the folder.</summary>
    public const string HolderFile = FileName + ".json";

    /// <summary>EAGAIN: somebody else has locked it.</summary>
    private const int Locked = 11;

    private readonly FileStream _file;
    private readonly string _path;

    private DataFolderLock(FileStream file, string path) => (_file, _path) = (file, path);

    /// <exception cref="DataFolderTaken">At once, naming the holder.</exception>
    /// <exception cref="DataFolderUnusable">It cannot be made or written, saying why.</exception>
    public static DataFolderLock Take(string folder, FolderHolder holder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            PrivateFile.CreateFolder(folder);
            var file = TryOpen(path) ?? throw new DataFolderTaken(folder, HolderOf(folder));
            var taken = new DataFolderLock(file, path);
            taken.Tell(holder);
            return taken;
        }
        catch (Exception ex) when (ex is UnauthorizedAccessException or (IOException and not DataFolderTaken))
        {
            throw new DataFolderUnusable(folder, ex);
        }
    }

    /// <summary>Says who holds the folder. Readers see the old holder or the new one, never half of one.</summary>
    public void Tell(FolderHolder holder) =>
        PrivateFile.Replace(_path + ".json", JsonSerializer.SerializeToUtf8Bytes(holder, FolderHolderJson.Default.FolderHolder));

    /// <summary>Who holds a folder, or held it last; null where nobody has told.</summary>
    public static FolderHolder? HolderOf(string folder) => Read(Path.Combine(folder, HolderFile));

    /// <summary>The lock ends with the open file; the file itself stays, so that nobody can lock one that was just removed.</summary>
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
            // The name is a courtesy; the refusal does not depend on it.
            return null;
        }
    }
}
