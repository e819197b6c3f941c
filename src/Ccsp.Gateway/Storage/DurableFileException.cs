using System.Runtime.InteropServices;

namespace Ccsp.Gateway.Storage;

/// <summary>The disk did not accept or confirm a write.</summary>
internal sealed class DurableFileException(string step, string path, int errno)
    : IOException($"{step} of {path} failed: {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})")
{
    private const int EIO = 5, ENOSPC = 28, EROFS = 30, EDQUOT = 122;

    /// <summary>open, write, fsync or rename.</summary>
    public string Step { get; } = step;

    public string FilePath { get; } = path;

    public int Errno { get; } = errno;

    /// <summary>No space; a retry may succeed later.</summary>
    public bool DiskFull => Errno is ENOSPC or EDQUOT;

    /// <summary>The disk failed or is read-only; do not retry.</summary>
    public bool MediumFailed => Errno is EIO or EROFS;
}
