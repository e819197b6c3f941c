using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Ccsp.Gateway.Storage;

/// <summary>
/// An open directory and operations on its entries. Links are never followed and names are raw bytes. The methods return zero or an errno.
/// </summary>
internal sealed partial class HeldFolder : IDisposable
{
    public const int ENOENT = 2, ENOTDIR = 20, EISDIR = 21, ENOTEMPTY = 39;

    private const int O_PATH = 0x200000, O_CLOEXEC = 0x80000, AT_FDCWD = -100, AT_REMOVEDIR = 0x200;

    /// <summary>After the inode, the offset, the length of the record and the kind of the entry; the same on all 64-bit Linux.</summary>
    private const int NameInEntry = 19;

    private readonly SafeFileHandle _handle;

    private HeldFolder(SafeFileHandle handle) => _handle = handle;

    /// <summary>O_DIRECTORY and O_NOFOLLOW, which ARM numbers in its own way.</summary>
    private static int DirectoryNoFollow =>
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 | 0x8000 : 0x10000 | 0x20000;

    private int Number => (int)_handle.DangerousGetHandle();

    /// <summary>Leads to the held directory itself, whatever its name stands for by now.</summary>
    private string OwnPath => $"/proc/self/fd/{Number}";

    /// <summary>Opens a directory and makes it readable and writable if we own it.</summary>
    /// <returns>Null when it is no directory, or not there.</returns>
    public static HeldFolder? TryHold(string path) => TryHold(AT_FDCWD, Encoding.UTF8.GetBytes(path));

    /// <inheritdoc cref="TryHold(string)"/>
    public HeldFolder? TryHold(byte[] name) => TryHold(Number, name);

    /// <summary>Removes an empty directory, or a link.</summary>
    public static int Remove(string path) => Remove(AT_FDCWD, Encoding.UTF8.GetBytes(path));

    /// <returns>EISDIR when it is a directory.</returns>
    public int RemoveFile(byte[] name) => ErrnoOf(UnlinkAt(Number, Ended(name), 0));

    /// <summary>Removes an empty directory, or what stands in its place by now.</summary>
    public int RemoveFolder(byte[] name) => Remove(Number, name);

    public int Move(byte[] name, HeldFolder target, byte[] newName) =>
        ErrnoOf(RenameAt(Number, Ended(name), target.Number, Ended(newName)));

    /// <summary>Its entries; some may be missed when others are removed meanwhile. None if it is unreadable.</summary>
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
        // An unreadable directory can still be held open.
        var held = new HeldFolder(OpenAt(at, Ended(name), O_PATH | O_CLOEXEC | DirectoryNoFollow));
        if (held._handle.IsInvalid)
        {
            held.Dispose();
            return null;
        }

        // Another owner's directory is left alone; what it denies fails on use.
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
