using System.Text;
using Ccsp.Gateway.Storage;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;

namespace Ccsp.Gateway.Telemetry;

/// <summary>
/// <c>ccsp-YYYY-MM-DD.log</c>: a new file each day (UTC) and at the size limit; closed files go to the <see cref="LogArchive"/>. The
/// library's own rolling writes the date without dashes and does not compress. Lines that cannot be written are counted, and the count is
/// logged with the next line that succeeds.
/// </summary>
internal sealed class DailyLogFile : ILogEventSink, IDisposable
{
    private const long Mebibyte = 1024 * 1024;

    private const UnixFileMode OwnerAndGroup = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    private readonly Lock _gate = new();
    private readonly LogLine _format = new();
    private readonly string _folder;
    private readonly RootFolder _root;
    private readonly TimeProvider _time;
    private readonly LogArchive _archive;
    private readonly long _fileBytes;
    private FileStream? _file;
    private LogFileName? _name;

    /// <summary>Of the open file: it may be moved or deleted, after which lines written to it would be lost.</summary>
    private FileIdentity? _identity;
    private long _lost;
    private Task _archiving = Task.CompletedTask;

    public DailyLogFile(string folder, LogOptions options, TimeProvider time)
    {
        (_folder, _time) = (Path.GetFullPath(folder), time);
        // The log folder may be recreated, but not its parent, which may be the data folder.
        _root = new RootFolder(Path.GetDirectoryName(_folder) ?? "/");
        _archive = new LogArchive(folder, options);
        _fileBytes = Math.Min(options.FileMegabytes, options.TotalMegabytes) * Mebibyte;
    }

    public void Emit(LogEvent logEvent)
    {
        using var text = new StringWriter();
        _format.Format(logEvent, text);
        lock (_gate)
        {
            try
            {
                Open_NeedsLock(DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime));
                if (_lost > 0)
                    Write_NeedsLock(LogLine.Lost(_time.GetUtcNow(), _lost));
                _lost = 0;
                Write_NeedsLock(text.ToString());
            }
            catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
            {
                // There is no other place to report it; the next line reopens the file.
                _lost++;
                SelfLog.WriteLine("{0}", ex.Message);
                Close_NeedsLock();
            }
        }
    }

    /// <summary>Completes when the files closed so far have been compressed.</summary>
    public Task Archived
    {
        get
        {
            lock (_gate)
                return _archiving;
        }
    }

    public void Dispose()
    {
        Task rest;
        lock (_gate)
        {
            Close_NeedsLock();
            rest = _archiving;
        }

        rest.GetAwaiter().GetResult();
    }

    /// <summary>Writes a line whole or not at all, even if the file was truncated since the last one.</summary>
    private void Write_NeedsLock(string line)
    {
        var end = _file!.Length;
        _file.Position = end;
        try
        {
            _file.Write(Encoding.UTF8.GetBytes(line));
        }
        catch (IOException)
        {
            _file.SetLength(end);
            throw;
        }
    }

    private void Open_NeedsLock(DateOnly today)
    {
        var path = Path.Combine(_folder, new LogFileName(today, 0, Compressed: false).ToString());
        var isOfToday = _file is not null && _name!.Day == today && _identity?.IsGoneFrom(path) != true;
        if (isOfToday && _file!.Position < _fileBytes)
            return;
        Close_NeedsLock();
        _root.Create(_folder);
        if (isOfToday)
            File.Move(path, Path.Combine(_folder, _archive.NextPart(today).ToString()));
        _file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            UnixCreateMode = OwnerAndGroup,
        });
        _identity = FileIdentity.Of(path);
        _name = new LogFileName(today, 0, Compressed: false);
        _archiving = _archiving.ContinueWith(_ => Archive(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private void Close_NeedsLock()
    {
        _file?.Dispose();
        _file = null;
    }

    private void Archive()
    {
        LogFileName current;
        lock (_gate)
            current = _name!;
        try
        {
            _archive.RunOnce(current);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // The next opened file tries again.
            SelfLog.WriteLine("{0}", ex.Message);
        }
    }
}
