using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Ccsp.Gateway.Processes;

/// <summary>
/// A file held open by path only (O_PATH): inspecting it cannot block on a pipe or trigger a device, later changes of a link have no
/// effect, and the file that is read is the one that was inspected.
/// </summary>
internal sealed class NamedFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly byte[] _facts = new byte[256];

    private NamedFile(SafeFileHandle handle)
    {
        _handle = handle;
        if (NativeMethods.StatX(handle, "", NativeMethods.AT_EMPTY_PATH, NativeMethods.STATX_BASIC_STATS, _facts) != 0)
            throw LastError("it cannot be inspected");
        RealPath = new FileInfo(Self).LinkTarget ?? throw new IOException("its real path cannot be determined");
    }

    /// <summary>Its current path with all links resolved.</summary>
    public string RealPath { get; }

    public bool IsRegular => Type == 0x8000;

    /// <summary>A shell's process substitution: its writer is running, while a named pipe may wait for a writer for ever.</summary>
    public bool IsPipeWithoutName => Type == 0x1000 && RealPath.StartsWith("pipe:", StringComparison.Ordinal);

    public bool IsDirectory => Type == 0x4000;

    /// <summary>For people.</summary>
    public string Kind => Type switch
    {
        0x8000 => "a file",
        0x4000 => "a directory",
        0x1000 => "a pipe",
        0xC000 => "a socket",
        0x2000 or 0x6000 => "a device",
        _ => "no file",
    };

    public long Length => (long)BinaryPrimitives.ReadUInt64LittleEndian(_facts.AsSpan(40));

    /// <summary>
    /// Whether it is on a kernel file system: such files are endless whatever their length says, and may contain other users' secrets.
    /// </summary>
    public bool IsOfKernel
    {
        get
        {
            Span<byte> system = stackalloc byte[256];
            if (NativeMethods.FileSystem(_handle, system) != 0)
                throw LastError("its file system cannot be determined");
            return KernelFileSystems.Contains(BinaryPrimitives.ReadUInt32LittleEndian(system));
        }
    }

    private int Type => BinaryPrimitives.ReadUInt16LittleEndian(_facts.AsSpan(28)) & 0xF000;

    /// <summary>Device and inode: equal for two names of one file.</summary>
    private (ulong Device, ulong Number) Identity =>
        (BinaryPrimitives.ReadUInt64LittleEndian(_facts.AsSpan(136)), BinaryPrimitives.ReadUInt64LittleEndian(_facts.AsSpan(32)));

    private string Self => $"/proc/self/fd/{_handle.DangerousGetHandle()}";

    /// <summary>proc, sysfs, debugfs, tracefs, securityfs, cgroup, cgroup2, devpts, bpf, configfs, efivarfs, pstore, selinuxfs,
    /// nsfs.</summary>
    private static HashSet<uint> KernelFileSystems { get; } = new()
    {
        0x9fa0, 0x62656572, 0x64626720, 0x74726163, 0x73636673, 0x27e0eb, 0x63677270, 0x1cd1, 0xcafe4a11, 0x62656570, 0xde5e81e4,
            0x6165676c, 0xf97cff8c, 0x6e736673,
    };

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static NamedFile Hold(string path)
    {
        var handle = NativeMethods.Open(path, NativeMethods.O_PATH | NativeMethods.O_CLOEXEC);
        if (!handle.IsInvalid)
            return new NamedFile(handle);
        handle.Dispose();
        throw LastError("it cannot be reached");
    }

    public bool IsSameAs(NamedFile other) => Identity == other.Identity;

    /// <summary>Opens the held file, even if its name refers to another one by now.</summary>
    public FileStream OpenToRead() => new(Self, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    public void Dispose() => _handle.Dispose();

    private static IOException LastError(string what)
    {
        var errno = Marshal.GetLastPInvokeError();
        var text = Marshal.GetPInvokeErrorMessage(errno);
        return errno is NativeMethods.ENOENT or NativeMethods.ENOTDIR ? new FileNotFoundException(text)
            : new IOException($"{what}: {text}", errno);
    }
}
