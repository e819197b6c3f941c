namespace Ccsp.Gateway.Storage;

/// <summary>The instance id, stored in the data folder so that a restarted gateway finds its leases.</summary>
internal static class InstanceId
{
    public const string FileName = "instance.id";

    /// <summary>Reads or creates <c>instance.id</c>. The caller holds <see cref="DataFolderLock"/>.</summary>
    public static string ReadOrCreate(string folder)
    {
        if (Find(folder) is { } known)
            return known;
        var fresh = Guid.NewGuid().ToString("D");
        PrivateFile.Replace(Path.Combine(folder, FileName), fresh + "\n");
        return fresh;
    }

    /// <returns>Null before the first start of a gateway.</returns>
    public static string? Find(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } known ? known : null;
    }
}
