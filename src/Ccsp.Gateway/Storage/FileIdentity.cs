using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Ccsp.Gateway.Storage;

/// <summary>Which file a name stands for: it changes when the file is deleted, moved or replaced, and not when it is written.</summary>
internal readonly partial record struct FileIdentity(ulong Device, ulong Inode)
{
    private const int ENOENT = 2, ENOTDIR = 20;
    private const int AT_FDCWD = -100;
    private const uint STATX_INO = 0x100;

    /// <returns>Null where there is no such file, or what is there cannot be told.</returns>
    public static FileIdentity? Of(string path) => Read(path, out _);

    /// <summary>Whether the name surely stands for something else now. A file system that does not answer is no sign of that.</summary>
    public bool IsGoneFrom(string path) => Read(path, out var errno) is { } now ? now != this : errno is ENOENT or ENOTDIR;

    /// <summary>statx(2), because its layout is the same on every processor.</summary>
    private static FileIdentity? Read(string path, out int errno)
    {
        Span<byte> answer = stackalloc byte[256];
        answer.Clear();
        errno = Statx(AT_FDCWD, path, 0, STATX_INO, answer) == 0 ? 0 : Marshal.GetLastPInvokeError();
        return errno == 0
            ? new FileIdentity(
                ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(answer[136..]) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(answer[140..]),
                BinaryPrimitives.ReadUInt64LittleEndian(answer[32..]))
            : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, Span<byte> answer);
}
