using System.ComponentModel;
using System.Text;

namespace Ccsp.Gateway.Storage;

/// <summary>
/// Removes folders that agents wrote into: read-only directories, names that are not valid text, trees of any depth. Directories are held
/// open and entries removed relative to them, so a directory swapped for a link leads nowhere else; links are removed, never followed.
/// </summary>
internal sealed class FolderRemoval
{
    /// <summary>Deeper than any real tree; bounds the removal when a process keeps writing.</summary>
    private const int MostRounds = 10_000;

    private readonly HeldFolder _top;
    private bool _progressed;
    private int _failure;

    private FolderRemoval(HeldFolder top) => _top = top;

    /// <summary>Removes a folder and its content; for a link only the link. Does nothing if missing.</summary>
    /// <exception cref="IOException">Something could not be removed, with its errno; the rest is gone.</exception>
    public static void Remove(string path)
    {
        using (var folder = HeldFolder.TryHold(path))
        {
            if (folder is not null)
                new FolderRemoval(folder).Empty(path);
        }

        if (HeldFolder.Remove(path) is var errno and not (0 or HeldFolder.ENOENT))
            throw Failed(path, errno);
    }

    /// <summary>Removes a folder if it is empty.</summary>
    /// <exception cref="IOException">The file system refuses.</exception>
    public static void RemoveIfEmpty(string path)
    {
        if (HeldFolder.Remove(path) is var errno and not (0 or HeldFolder.ENOENT or HeldFolder.ENOTEMPTY))
            throw Failed(path, errno);
    }

    /// <summary>Makes one of our folders writable again, which is also needed to move it.</summary>
    public static void Unlock(string path) => HeldFolder.TryHold(path)?.Dispose();

    private void Empty(string path)
    {
        var rounds = 0;
        do
        {
            (_progressed, _failure) = (false, 0);
            foreach (var name in _top.Names())
                Remove(_top, name);
        }
        while (_progressed && ++rounds < MostRounds);
        if (_failure != 0)
            throw Failed(path, _failure);
    }

    private void Remove(HeldFolder folder, byte[] name)
    {
        var errno = folder.RemoveFile(name);
        if (errno == HeldFolder.EISDIR)
            errno = folder == _top ? RemoveFolder(name) : RemoveOrMoveUp(folder, name);
        if (errno == 0)
            _progressed = true;
        else if (errno != HeldFolder.ENOENT)
            _failure = _failure == 0 ? errno : _failure;
    }

    private int RemoveFolder(byte[] name)
    {
        using (var folder = _top.TryHold(name))
        {
            foreach (var entry in folder?.Names() ?? [])
                Remove(folder!, entry);
        }

        return _top.RemoveFolder(name);
    }

    /// <summary>Moves deeper directories up, so that any depth needs only two open files and no long path.</summary>
    private int RemoveOrMoveUp(HeldFolder folder, byte[] name)
    {
        if (folder.RemoveFolder(name) is var errno && errno != HeldFolder.ENOTEMPTY)
            return errno;
        // Moving a directory needs write permission for it.
        folder.TryHold(name)?.Dispose();
        return folder.Move(name, _top, Encoding.ASCII.GetBytes($".{Guid.NewGuid():N}"));
    }

    private static IOException Failed(string path, int errno) =>
        new($"{path} could not be removed: {new Win32Exception(errno).Message}.", errno);
}
