using System.Globalization;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Moving;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Moving;

namespace Ccsp.Gateway.Moving;

/// <summary>The embedded store in a data folder. The folder is locked as a gateway locks it.</summary>
internal sealed class SqliteEnd : IMoveEnd
{
    private readonly string path;
    private readonly DataFolderLock folder;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private EmbeddedFile? open;

    private SqliteEnd(string dataFolder, DataFolderLock folder, TimeProvider time, ILogger logger)
    {
        (this.folder, this.time, this.logger) = (folder, time, logger);
        path = Path.Combine(dataFolder, QueueModule.FileName);
        if (File.Exists(path))
            open = new EmbeddedFile(path, logger);
    }

    public string Name => $"the embedded store {path}";

    public IReadOnlyList<IRecords> Records => Open.Records;

    private EmbeddedFile Open => open ?? throw new InvalidOperationException("The store that is to be filled was not begun.");

    /// <param name="isLeft">It is the store that is left, so it has to be there.</param>
    /// <exception cref="DataFolderTaken">A gateway uses the folder.</exception>
    /// <exception cref="MoveRefused">There is nothing to move.</exception>
    public static SqliteEnd Take(string dataFolder, bool isLeft, TimeProvider time, ILogger logger)
    {
        // Before the lock, which makes the folder.
        if (isLeft && !File.Exists(Path.Combine(dataFolder, QueueModule.FileName)))
            throw new MoveRefused($"There is no embedded store in {dataFolder}. Name its folder with --data-dir.");
        var held = DataFolderLock.Take(dataFolder, new FolderHolder(Environment.ProcessId, Environment.MachineName, null, time.GetUtcNow()));
        try
        {
            return new SqliteEnd(dataFolder, held, time, logger);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public Task<MoveMarks> MarksAsync(CancellationToken stop) => Task.FromResult(open is null ? default : SqliteMarks.Read(open.Database));

    public async Task RequireStillAsync(Action<string> tell, CancellationToken stop)
    {
        if (open is not null && await SqliteQueueRecords.LeasesAsync(open.Tables, stop) is var leases and > 0)
            throw UnderWay.Refused(this, leases);
    }

    public async Task<bool> HasTasksAsync(CancellationToken stop) => open is not null && await SqliteQueueRecords.HasTasksAsync(open.Tables, stop);

    /// <summary>What was there is kept under another name.</summary>
    public async Task BeginAsync(MoveMark arriving, CancellationToken stop)
    {
        if (open is not null)
        {
            open.Dispose();
            SetAside(path + time.GetUtcNow().UtcDateTime.ToString("'.before-'yyyyMMdd-HHmmssfff", CultureInfo.InvariantCulture));
        }

        open = new EmbeddedFile(path, logger);
        await MarkAsync(MoveMark.Arriving, arriving, stop);
    }

    public Task ArrivedAsync(MoveMark complete, CancellationToken stop) => MarkAsync(MoveMark.Arriving, complete, stop);

    /// <summary>Nobody else can have used it: the folder is locked.</summary>
    public Task LeaveAsync(MoveMark moved, CancellationToken stop) => MarkAsync(MoveMark.Moved, moved, stop);

    public Task OpenAsync(CancellationToken stop) => MarkAsync(MoveMark.Arriving, null, stop);

    public Task KeepAsync(CancellationToken stop) => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        open?.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<bool> MarkAsync(string name, MoveMark? mark, CancellationToken stop) => Open.Tables.WriteAsync(
        db =>
        {
            SqliteMarks.Put(db, name, mark);
            return true;
        },
        stop);

    private void SetAside(string name)
    {
        foreach (var part in new[] { "", "-wal", "-shm" })
        {
            if (File.Exists(path + part))
                File.Move(path + part, name + part);
        }
    }
}
