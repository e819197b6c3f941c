using System.IO.Compression;

namespace Ccsp.Gateway.Telemetry;

/// <summary>Compresses the log files nobody writes any more, and removes the oldest: by age, and by what all of them take together.</summary>
internal sealed class LogArchive(string folder, LogOptions options)
{
    private const long Mebibyte = 1024 * 1024;

    /// <param name="current">The file being written.</param>
    /// <exception cref="IOException">The disk does not take it; nothing is lost, and the next round tries again.</exception>
    public void RunOnce(LogFileName current)
    {
        foreach (var (path, name) in Files().Where(file => !file.Name.Compressed && file.Name != current))
            Compress(path, name);
        // What is not compressed now was opened meanwhile.
        var kept = Files().Where(file => file.Name.Compressed).OrderByDescending(file => file.Name.Day).ThenByDescending(file => file.Name.Part).ToList();
        var left = (options.TotalMegabytes * Mebibyte) - Length(Path.Combine(folder, current.ToString()));
        foreach (var (path, name) in kept)
        {
            left -= Length(path);
            if (left < 0 || name.Day < current.Day.AddDays(-options.KeepDays))
                File.Delete(path);
        }
    }

    /// <summary>A part number nobody has: the clock may have gone back to a day that was closed already.</summary>
    public LogFileName NextPart(DateOnly day) => new(day, Files().Where(file => file.Name.Day == day).Select(file => file.Name.Part).DefaultIfEmpty(0).Max() + 1, Compressed: false);

    private IReadOnlyList<(string Path, LogFileName Name)> Files() =>
        Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "ccsp-*").Select(path => (Path: path, Name: LogFileName.Parse(Path.GetFileName(path)))).Where(file => file.Name is not null).Select(file => (file.Path, file.Name!))]
            : [];

    /// <summary>Whole or not at all: what a crash leaves is a temporary file, which is written over.</summary>
    private void Compress(string path, LogFileName name)
    {
        var target = Path.Combine(folder, (name with { Compressed = true }).ToString());
        if (File.Exists(target))
            target = Path.Combine(folder, (NextPart(name.Day) with { Compressed = true }).ToString());
        var partial = target + ".tmp";
        using (var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        using (var packed = new GZipStream(new FileStream(partial, FileMode.Create, FileAccess.Write), CompressionLevel.Optimal))
            source.CopyTo(packed);
        File.SetUnixFileMode(partial, File.GetUnixFileMode(path));
        File.Move(partial, target, overwrite: false);
        File.Delete(path);
    }

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
