using System.IO.Compression;

namespace Ccsp.Gateway.Telemetry;

/// <summary>Compresses closed log files and removes the oldest, by age and total size.</summary>
internal sealed class LogArchive(string folder, LogOptions options)
{
    private const long Mebibyte = 1024 * 1024;

    private static FileStreamOptions Partial => new()
    {
        Mode = FileMode.Create,
        Access = FileAccess.Write,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    };

    /// <summary>Removes files by age and size even if compression fails on a full disk, because that frees space.</summary>
    /// <param name="current">The file being written.</param>
    /// <exception cref="IOException">Some files were not compressed; nothing is lost, and the next round retries.</exception>
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

    /// <summary>The next free part number: after the clock was set back, parts of the day may already exist.</summary>
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

    /// <summary>Whether it is no longer written: the file of a later day may have been opened since this round began.</summary>
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

    /// <summary>Whole or not at all: a crash leaves a temporary file, which is overwritten.</summary>
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
            // On a full disk it occupies the space that is missing.
            File.Delete(partial);
            throw;
        }

        File.Delete(path);
    }

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
