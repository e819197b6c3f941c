namespace Ccsp.Gateway.Storage;

/// <summary>Which file a name stands for: it changes when the file is deleted, moved or replaced, and not when it is written.</summary>
internal readonly record struct FileIdentity(ulong Device, ulong Inode)
{
    private const int ENOENT = 2, ENOTDIR = 20;

    /// <returns>Null where there is no such file, or what is there cannot be told.</returns>
    public static FileIdentity? Of(string path) => Read(path, out _);

    /// <summary>Whether the name surely stands for something else now. A file system that does not answer is no sign of that.</summary>
    public bool IsGoneFrom(string path) => Read(path, out var errno) is { } now ? now != this : errno is ENOENT or ENOTDIR;

    private static FileIdentity? Read(string path, out int errno) =>
        FileFacts.Of(path, out errno) is { } facts ? new FileIdentity(facts.Device, facts.Inode) : null;
}
