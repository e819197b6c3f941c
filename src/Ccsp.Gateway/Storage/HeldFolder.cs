using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Ccsp.Gateway.Storage;

/// <summary>
/// An open directory and operations on its entries. Links are never followed and names are raw bytes. Methods return zero or an errno.
/// </summary>
internal sealed partial class HeldFolder : IDisposable
{
    public const int ENOENT = 2, ENOTDIR = 20, EISDIR = 21, ENOTEMPTY = 39;

    private const int O_PATH = 0x200000, O_CLOEXEC = 0x80000, AT_FDCWD = -100, AT_REMOVEDIR = 0x200;

    /// <summary>Offset of the name, after inode, offset, record length and entry type; the same on all 64-bit Linux systems.</summary>
    private const int NameInEntry = 19;

    private readonly SafeFileHandle _handle;

    private HeldFolder(SafeFileHandle handle) => _handle = handle;

    /// <summary>O_DIRECTORY and O_NOFOLLOW, which have other values on ARM.</summary>
    private static int DirectoryNoFollow =>
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 | 0x8000 : 0x10000 | 0x20000;

    private int Number => (int)_handle.DangerousGetHandle();

    /// <summary>Refers to the held directory itself, whatever its name refers to by now.</summary>
    private string OwnPath => $"/proc/self/fd/{Number}";

    /// <summary>Opens a directory, and makes it readable and writable if we own it.</summary>
    /// <returns>Null when it is not a directory or does not exist.</returns>
    public static HeldFolder? TryHold(string path) => TryHold(AT_FDCWD, Encoding.UTF8.GetBytes(path));

    /// <inheritdoc cref="TryHold(string)"/>
    public HeldFolder? TryHold(byte[] name) => TryHold(Number, name);

    /// <summary>Removes an empty directory, or a link.</summary>
    public static int Remove(string path) => Remove(AT_FDCWD, Encoding.UTF8.GetBytes(path));

    /// <returns>EISDIR when it is a directory.</returns>
    public int RemoveFile(byte[] name) => ErrnoOf(UnlinkAt(Number, Ended(name), 0));

    /// <summary>Removes an empty directory, or whatever replaced it.</summary>
    public int RemoveFolder(byte[] name) => Remove(Number, name);

    public int Move(byte[] name, HeldFolder target, byte[] newName) =>
        ErrnoOf(RenameAt(Number, Ended(name), target.Number, Ended(newName)));

    /// <summary>The entry names; some may be missed while others are removed. Empty if it is unreadable.</summary>
    public IEnumerable<byte[]> Names()
    {
        var stream = OpenDirectory(OwnPath);
        if (stream == 0)
            yield break;
        try
        {
            while (ReadDirectory(stream) is var entry and not 0)
            {
                if (NameOf(entry) is not ([(byte)'.'] or [(byte)'.', (byte)'.']) and var name)
                    yield return name;
            }
        }
        finally
        {
            _ = CloseDirectory(stream);
        }
    }

    public void Dispose() => _handle.Dispose();

    private static HeldFolder? TryHold(int at, byte[] name)
    {
        // Even an unreadable directory can be held open.
        var held = new HeldFolder(OpenAt(at, Ended(name), O_PATH | O_CLOEXEC | DirectoryNoFollow));
        if (held._handle.IsInvalid)
        {
            held.Dispose();
            return null;
        }

        // Another owner's directory stays unchanged; denied operations fail later.
        _ = ChangeMode(held.OwnPath, (uint)PrivateFile.FolderMode);
        return held;
    }

    private static int Remove(int at, byte[] name)
    {
        var errno = ErrnoOf(UnlinkAt(at, Ended(name), AT_REMOVEDIR));
        return errno == ENOTDIR ? ErrnoOf(UnlinkAt(at, Ended(name), 0)) : errno;
    }

    private static unsafe byte[] NameOf(nint entry) =>
        MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)(entry + NameInEntry)).ToArray();

    private static byte[] Ended(byte[] name) => [.. name, 0];

    private static int ErrnoOf(int result) => result == 0 ? 0 : Marshal.GetLastPInvokeError();

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    private static partial SafeFileHandle OpenAt(int at, byte[] name, int flags);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true)]
    private static partial int UnlinkAt(int at, byte[] name, int flags);

    [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true)]
    private static partial int RenameAt(int at, byte[] name, int newAt, byte[] newName);

    [LibraryImport("libc", EntryPoint = "chmod", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeMode(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "opendir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenDirectory(string path);

    [LibraryImport("libc", EntryPoint = "readdir", SetLastError = true)]
    private static partial nint ReadDirectory(nint stream);

    [LibraryImport("libc", EntryPoint = "closedir", SetLastError = true)]
    private static partial int CloseDirectory(nint stream);
}
