using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Ccsp.Gateway.Storage;

/// <summary>
/// A folder that exists from the start. If it disappears, somebody moved or deleted it; it is never recreated, because an empty one would
/// hide that.
/// </summary>
internal sealed partial class RootFolder(string path)
{
    private const int ENOENT = 2, EEXIST = 17;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Creates a folder below this one with its parents.</summary>
    /// <exception cref="DirectoryNotFoundException">This folder is missing.</exception>
    /// <exception cref="IOException">The file system refuses, with its errno.</exception>
    public void Create(string folder)
    {
        if (Directory.Exists(folder))
            return;
        if (!IsBelow(folder))
            throw Gone(folder);
        switch (TryMake(folder))
        {
            case 0:
                // The umask removes permissions from a new folder's mode.
                File.SetUnixFileMode(folder, PrivateFile.FolderMode);
                break;
            case EEXIST when Directory.Exists(folder):
                break;
            case ENOENT when System.IO.Path.GetDirectoryName(folder) is { } parent && IsBelow(parent):
                Create(parent);
                Create(folder);
                break;
            case ENOENT:
                throw Gone(folder);
            case var errno:
                throw new IOException($"{folder} cannot be made: {new Win32Exception(errno).Message}.", errno);
        }
    }

    private DirectoryNotFoundException Gone(string folder) => new($"{folder} cannot be made: {Path} is not there any more.");

    private bool IsBelow(string folder) => folder.StartsWith(Path == "/" ? Path : Path + "/", StringComparison.Ordinal);

    private static int TryMake(string folder) => MakeFolder(folder, (uint)PrivateFile.FolderMode) == 0 ? 0 : Marshal.GetLastPInvokeError();

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFolder(string path, uint mode);
}
