using System.IO.Compression;

namespace Ccsp.Gateway.Telemetry;

/// <summary>
/// Compresses the log files nobody writes any more, and removes the oldest: by age, and by what all of them take together.
/// </summary>
internal sealed class LogArchive(string folder, LogOptions options)
{
    private const long Mebibyte = 1024 * 1024;

    private static FileStreamOptions Partial => new()
    {
        Mode = FileMode.Create,
        Access = FileAccess.Write,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    };

    /// <summary>What a disk that is full does not take is removed by age and size all the same: that is what makes room again.</summary>
    /// <param name="current">The file being written.</param>
    /// <exception cref="IOException">Some were not compressed; nothing of them is lost, and the next round tries again.</exception>
    public void RunOnce(LogFileName current)
    {
        Exception? failure = null;
        foreach (var (path, name) in Files().Where(file => IsClosed(file.Name, current) && !file.Name.Compressed))
        {
            try
            {
                Compress(path, name);
            }
            catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
            {
                failure = ex;
            }
        }

        Trim(current);
        if (failure is not null)
            throw new IOException(failure.Message, failure);
    }

    /// <summary>A part number nobody has: the clock may have gone back to a day that was closed already.</summary>
    public LogFileName NextPart(DateOnly day)
    {
        var last = Files().Where(file => file.Name.Day == day).Select(file => file.Name.Part).DefaultIfEmpty(0).Max();
        return new LogFileName(day, last + 1, Compressed: false);
    }

    private void Trim(LogFileName current)
    {
        // The file without a part number is the last of its day.
        var kept = Files().Where(file => IsClosed(file.Name, current))
            .OrderByDescending(file => file.Name.Day).ThenByDescending(file => file.Name.Part == 0 ? int.MaxValue : file.Name.Part);
        var left = (options.TotalMegabytes * Mebibyte) - Length(Path.Combine(folder, current.ToString()));
        foreach (var (path, name) in kept.ToList())
        {
            left -= Length(path);
            if (left < 0 || name.Day < current.Day.AddDays(-options.KeepDays))
                File.Delete(path);
        }
    }

    /// <summary>Whether nobody writes it any more: the file of a later day was opened while this round began.</summary>
    private static bool IsClosed(LogFileName name, LogFileName current) =>
        name.Compressed || (name != current && (name.Part > 0 || name.Day <= current.Day));

    private List<(string Path, LogFileName Name)> Files()
    {
        List<(string, LogFileName)> files = [];
        foreach (var path in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "ccsp-*") : [])
        {
            if (LogFileName.Parse(Path.GetFileName(path)) is { } name)
                files.Add((path, name));
        }

        return files;
    }

    /// <summary>Whole or not at all: what a crash leaves is a temporary file, which is written over.</summary>
    private void Compress(string path, LogFileName name)
    {
        var target = Path.Combine(folder, (name with { Compressed = true }).ToString());
        if (File.Exists(target))
            target = Path.Combine(folder, (NextPart(name.Day) with { Compressed = true }).ToString());
        var partial = target + ".tmp";
        try
        {
            using (var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
            using (var packed = new GZipStream(new FileStream(partial, Partial), CompressionLevel.Optimal))
                source.CopyTo(packed);
            File.SetUnixFileMode(partial, File.GetUnixFileMode(path));
            File.Move(partial, target, overwrite: false);
        }
        catch
        {
            // On a full disk it holds the very space that is missing.
            File.Delete(partial);
            throw;
        }

        File.Delete(path);
    }

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
