namespace Ccsp.Gateway.Storage;

/// <summary>Identifies the file behind a path: changes when it is deleted, moved or replaced, not when it is written.</summary>
internal readonly record struct FileIdentity(ulong Device, ulong Inode)
{
    private const int ENOENT = 2, ENOTDIR = 20;

    /// <returns>Null when missing or unknown.</returns>
    public static FileIdentity? Of(string path) => Read(path, out _);

    /// <summary>Whether the path certainly refers to another file. An unresponsive file system proves nothing.</summary>
    public bool IsGoneFrom(string path) => Read(path, out var errno) is { } now ? now != this : errno is ENOENT or ENOTDIR;

    private static FileIdentity? Read(string path, out int errno) =>
        FileFacts.Of(path, out errno) is { } facts ? new FileIdentity(facts.Device, facts.Inode) : null;
}
