namespace Ccsp.Gateway.Storage;

/// <summary>The name of this instance, kept in its data folder: after a restart it finds its own leases again.</summary>
internal static class InstanceId
{
    /// <summary>Reads <c>instance.id</c>, or makes it. The caller holds <see cref="DataFolderLock"/>.</summary>
    public static string ReadOrCreate(string folder)
    {
        var path = Path.Combine(folder, "instance.id");
        if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } known)
            return known;
        var fresh = Guid.NewGuid().ToString("D");
        PrivateFile.Replace(path, fresh + "\n");
        return fresh;
    }
}
