using Ccsp.Gateway.Processes;
using Xunit;

namespace Ccsp.Tests.Support;

/// <summary>A small file system of its own, which can be full. Takes root.</summary>
internal sealed class TempDisk : IDisposable
{
    private readonly string _path;

    /// <param name="path">Where it is mounted.</param>
    /// <param name="size">For example <c>4m</c>.</param>
    public TempDisk(string path, string size)
    {
        _path = Directory.CreateDirectory(path).FullName;
        Assert.Equal(0, ChildProcess.Run("/bin/mount", ["-t", "tmpfs", "-o", $"size={size}", "tmpfs", path]));
    }

    /// <summary>A path inside; nothing is created.</summary>
    public string this[string name] => Path.Combine(_path, name);

    /// <summary>Leaves no more than so many bytes.</summary>
    public void Fill(string file, long leave)
    {
        using var filler = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        while (new DriveInfo(_path).AvailableFreeSpace > leave)
            filler.Write(page);
    }

    public void Dispose() => Assert.Equal(0, ChildProcess.Run("/bin/umount", ["-l", _path]));
}
