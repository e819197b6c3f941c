using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Ccsp.Gateway.Storage;

/// <summary>
/// Writes that are on disk when the call returns, or throw. The class library cannot guarantee that: on Linux <c>FileStream.Flush(true)</c>
/// reports success when fsync fails with EIO.
/// </summary>
internal static partial class DurableFile
{
    private const int EINTR = 4, O_RDONLY = 0, O_DIRECTORY = 0x10000, O_CLOEXEC = 0x80000;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Replaces the file atomically: readers, and the next start after a power loss, see the old or the new content.</summary>
    /// <exception cref="DurableFileException">The old content is still in place; only after a failed sync of the folder may it be either
    /// one.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content, UnixFileMode mode = OwnerOnly)
    {
        var temporary = path + ".tmp";
        try
        {
            WriteSynced(temporary, content, mode);
            Try("rename", path, () => File.Move(temporary, path, overwrite: true));
        }
        catch (DurableFileException)
        {
            // Frees space on a full disk. It may fail: the next replacement truncates the file.
            File.Delete(temporary);
            throw;
        }
        SyncFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>
    /// Fsyncs the file. After a failure the kernel may have dropped the pages, so a retry would falsely succeed: write the data again to
    /// another file.
    /// </summary>
    /// <exception cref="DurableFileException">The disk did not confirm.</exception>
    public static void Sync(SafeFileHandle file, string path)
    {
        while (FSync(file) != 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            if (errno != EINTR) throw new DurableFileException("fsync", path, errno);
        }
    }

    /// <summary>Fsyncs a folder: new files, renames, deletions.</summary>
    /// <exception cref="DurableFileException">The disk did not confirm.</exception>
    public static void SyncFolder(string folder)
    {
        using var handle = Open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (handle.IsInvalid) throw new DurableFileException("open", folder, Marshal.GetLastPInvokeError());
        Sync(handle, folder);
    }

    private static void WriteSynced(string path, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0, UnixCreateMode = mode };
        using var file = Try("open", path, () => new FileStream(path, options));
        try
        {
            // The umask only removes permissions from a new file's mode.
            File.SetUnixFileMode(file.SafeFileHandle, mode);
            file.Write(content);
        }
        catch (IOException ex)
        {
            throw new DurableFileException("write", path, ex.HResult);
        }
        Sync(file.SafeFileHandle, path);
    }

    private static void Try(string step, string path, Action action) =>
        Try(step, path, () =>
        {
            action();
            return 0;
        });

    /// <summary>On Unix the class library keeps the errno in HResult.</summary>
    private static T Try<T>(string step, string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (IOException ex) when (ex is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new DurableFileException(step, path, ex.HResult);
        }
    }

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);
}
