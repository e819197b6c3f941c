using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Ccsp.Gateway.Storage;

/// <summary>File metadata from statx(2), whose layout is the same on every processor.</summary>
/// <param name="Owner">User id.</param>
/// <param name="Inode">Inode number on its device.</param>
/// <param name="Device">Major and minor number.</param>
internal readonly partial record struct FileFacts(uint Owner, ulong Inode, ulong Device)
{
    private const int AT_FDCWD = -100;
    private const uint STATX_UID = 0x8, STATX_INO = 0x100;
    private const int UidOffset = 20, InodeOffset = 32, MajorOffset = 136, MinorOffset = 140;

    /// <returns>Null when unavailable.</returns>
    /// <param name="path">Links are followed.</param>
    /// <param name="errno">The reason; zero on success.</param>
    public static FileFacts? Of(string path, out int errno)
    {
        Span<byte> answer = stackalloc byte[256];
        answer.Clear();
        errno = Statx(AT_FDCWD, path, 0, STATX_UID | STATX_INO, answer) == 0 ? 0 : Marshal.GetLastPInvokeError();
        return errno == 0
            ? new FileFacts(
                BinaryPrimitives.ReadUInt32LittleEndian(answer[UidOffset..]),
                BinaryPrimitives.ReadUInt64LittleEndian(answer[InodeOffset..]),
                ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(answer[MajorOffset..]) << 32)
                    | BinaryPrimitives.ReadUInt32LittleEndian(answer[MinorOffset..]))
            : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, Span<byte> answer);
}
