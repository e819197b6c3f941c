namespace Ccsp.Gateway.Storage;

/// <summary>The file a path refers to: changes when it is deleted, moved or replaced, not when it is written.</summary>
internal readonly record struct FileIdentity(ulong Device, ulong Inode)
{
    private const int ENOENT = 2, ENOTDIR = 20;

    /// <returns>Null if missing or unknown.</returns>
    public static FileIdentity? Of(string path) => Read(path, out _);

    /// <summary>Whether the path certainly refers to another file. A file system that does not answer proves nothing.</summary>
    public bool IsGoneFrom(string path) => Read(path, out var errno) is { } now ? now != this : errno is ENOENT or ENOTDIR;

    private static FileIdentity? Read(string path, out int errno) =>
        FileFacts.Of(path, out errno) is { } facts ? new FileIdentity(facts.Device, facts.Inode) : null;
}
