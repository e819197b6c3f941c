using System.Text;

namespace Ccsp.Gateway.Storage;

/// <summary>Files and folders only their owner can read, whatever umask the gateway was started with.</summary>
internal static class PrivateFile
{
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    public const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute;

    /// <summary>For the start: makes a folder where there is none, with those it lies in; the mode of one that is there is its owner's
    /// affair.</summary>
    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
            return;
#pragma warning disable RS0030 // The home of what is made at the start.
        Directory.CreateDirectory(path, FolderMode);
#pragma warning restore RS0030
        File.SetUnixFileMode(path, FolderMode);
    }

    /// <summary>Replaces a file as a whole: readers see the old content or the new one. Not synced.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".new";
        using (var file = Open(temporary, System.IO.FileMode.Create))
            file.Write(content);
        File.Move(temporary, path, overwrite: true);
    }

    /// <inheritdoc cref="Replace(string, ReadOnlySpan{byte})"/>
    public static void Replace(string path, string text) => Replace(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Opens for writing; a file that is there already keeps its mode.</summary>
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
