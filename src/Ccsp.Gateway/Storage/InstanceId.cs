namespace Ccsp.Gateway.Storage;

/// <summary>The instance id, kept in the data folder so that a restarted gateway finds its leases.</summary>
internal static class InstanceId
{
    public const string FileName = "instance.id";

    /// <summary>Reads <c>instance.id</c>, or makes it. The caller holds <see cref="DataFolderLock"/>.</summary>
    public static string ReadOrCreate(string folder)
    {
        if (Find(folder) is { } known)
            return known;
        var fresh = Guid.NewGuid().ToString("D");
        PrivateFile.Replace(Path.Combine(folder, FileName), fresh + "\n");
        return fresh;
    }

    /// <returns>Null where no gateway has started yet.</returns>
    public static string? Find(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } known ? known : null;
    }
}
