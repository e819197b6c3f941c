using System.Text;

namespace Ccsp.Gateway.Storage;

/// <summary>Files and folders that only their owner can read, whatever the umask.</summary>
internal static class PrivateFile
{
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    public const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute;

    /// <summary>Creates a missing folder and its parents; an existing one keeps its mode.</summary>
    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
            return;
#pragma warning disable RS0030 // The home of what is made at the start.
        Directory.CreateDirectory(path, FolderMode);
#pragma warning restore RS0030
        File.SetUnixFileMode(path, FolderMode);
    }

    /// <summary>Replaces a file atomically, without fsync.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".new";
        using (var file = Open(temporary, System.IO.FileMode.Create))
            file.Write(content);
        File.Move(temporary, path, overwrite: true);
    }

    /// <inheritdoc cref="Replace(string, ReadOnlySpan{byte})"/>
    public static void Replace(string path, string text) => Replace(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Opens for writing; an existing file keeps its mode.</summary>
    public static FileStream Open(string path, System.IO.FileMode mode, FileShare share = FileShare.Read)
    {
        var isNew = mode == System.IO.FileMode.Create || !File.Exists(path);
        var file = new FileStream(path,
            new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0, UnixCreateMode = FileMode });
        if (isNew)
            File.SetUnixFileMode(file.SafeFileHandle, FileMode);
        return file;
    }
}
