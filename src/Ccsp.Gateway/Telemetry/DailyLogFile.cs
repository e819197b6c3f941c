using System.Text;
using Ccsp.Gateway.Storage;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;

namespace Ccsp.Gateway.Telemetry;

/// <summary>
/// <c>ccsp-YYYY-MM-DD.log</c>, a new file each day (UTC) and whenever one has grown to its limit; closed files go to the
/// <see cref="LogArchive"/>. The library's own rolling writes the day without dashes, and compresses nothing. A line the disk does not take
/// is counted and the count told with the next line that it takes.
/// </summary>
internal sealed class DailyLogFile : ILogEventSink, IDisposable
{
    private const long Mebibyte = 1024 * 1024;

    private const UnixFileMode OwnerAndGroup = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    private readonly Lock gate = new();
    private readonly LogLine format = new();
    private readonly string folder;
    private readonly RootFolder root;
    private readonly TimeProvider time;
    private readonly LogArchive archive;
    private readonly long fileBytes;
    private FileStream? file;
    private LogFileName? name;

    /// <summary>Of the open file: others may move or delete it, and what is written then nobody finds.</summary>
    private FileIdentity? identity;
    private long lost;
    private Task archiving = Task.CompletedTask;

    public DailyLogFile(string folder, LogOptions options, TimeProvider time)
    {
        (this.folder, this.time) = (Path.GetFullPath(folder), time);
        // The folder of the log may be made again, what it lies in not: that may be the data folder.
        root = new RootFolder(Path.GetDirectoryName(this.folder) ?? "/");
        archive = new LogArchive(folder, options);
        fileBytes = Math.Min(options.FileMegabytes, options.TotalMegabytes) * Mebibyte;
    }

    public void Emit(LogEvent logEvent)
    {
        using var text = new StringWriter();
        format.Format(logEvent, text);
        lock (gate)
        {
            try
            {
                Open_NeedsLock(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
                if (lost > 0)
                    Write_NeedsLock(LogLine.Lost(time.GetUtcNow(), lost));
                lost = 0;
                Write_NeedsLock(text.ToString());
            }
            catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
            {
                // Where the log cannot be written there is no other place to say so; the next line opens the file anew.
                lost++;
                SelfLog.WriteLine("{0}", ex.Message);
                Close_NeedsLock();
            }
        }
    }

    /// <summary>Completes when the closed files of now have been compressed.</summary>
    public Task Archived
    {
        get
        {
            lock (gate)
                return archiving;
        }
    }

    public void Dispose()
    {
        Task rest;
        lock (gate)
        {
            Close_NeedsLock();
            rest = archiving;
        }

        rest.GetAwaiter().GetResult();
    }

    /// <summary>A line is written whole or not at all. Others may have cut the file off since the last one.</summary>
    private void Write_NeedsLock(string line)
    {
        var end = file!.Length;
        file.Position = end;
        try
        {
            file.Write(Encoding.UTF8.GetBytes(line));
        }
        catch (IOException)
        {
            file.SetLength(end);
            throw;
        }
    }

    private void Open_NeedsLock(DateOnly today)
    {
        var path = Path.Combine(folder, new LogFileName(today, 0, Compressed: false).ToString());
        var isOfToday = file is not null && name!.Day == today && identity?.IsGoneFrom(path) != true;
        if (isOfToday && file!.Position < fileBytes)
            return;
        Close_NeedsLock();
        root.Create(folder);
        if (isOfToday)
            File.Move(path, Path.Combine(folder, archive.NextPart(today).ToString()));
        file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            UnixCreateMode = OwnerAndGroup,
        });
        identity = FileIdentity.Of(path);
        name = new LogFileName(today, 0, Compressed: false);
        archiving = archiving.ContinueWith(_ => Archive(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private void Close_NeedsLock()
    {
        file?.Dispose();
        file = null;
    }

    private void Archive()
    {
        LogFileName current;
        lock (gate)
            current = name!;
        try
        {
            archive.RunOnce(current);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // The next file that is opened tries again.
            SelfLog.WriteLine("{0}", ex.Message);
        }
    }
}
