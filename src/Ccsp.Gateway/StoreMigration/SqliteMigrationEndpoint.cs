using System.Globalization;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>The embedded store; its data folder is locked as by a gateway.</summary>
internal sealed class SqliteMigrationEndpoint : IMigrationEndpoint
{
    private readonly string _path;
    private readonly DataFolderLock _folder;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private EmbeddedFile? _open;

    private SqliteMigrationEndpoint(string dataFolder, DataFolderLock folder, TimeProvider time, ILogger logger)
    {
        (_folder, _time, _logger) = (folder, time, logger);
        _path = Path.Combine(dataFolder, QueueFeature.FileName);
        if (File.Exists(_path))
            _open = new EmbeddedFile(_path, logger);
    }

    public string Name => $"the embedded store {_path}";

    public IReadOnlyList<IRecords> Records => Open.Records;

    private EmbeddedFile Open => _open ?? throw new InvalidOperationException("The store that is to be filled was not begun.");

    /// <param name="isLeft">The source must exist.</param>
    /// <exception cref="DataFolderTaken">A gateway uses the folder.</exception>
    /// <exception cref="MigrationRefused">There is nothing to move.</exception>
    public static SqliteMigrationEndpoint Take(string dataFolder, bool isLeft, TimeProvider time, ILogger logger)
    {
        // Before the lock, which creates the folder.
        if (isLeft && !File.Exists(Path.Combine(dataFolder, QueueFeature.FileName)))
            throw new MigrationRefused($"There is no embedded store in {dataFolder}. Name its folder with --data-dir.");
        var held = DataFolderLock.Take(dataFolder,
            new FolderHolder(Environment.ProcessId, Environment.MachineName, null, time.GetUtcNow()));
        try
        {
            return new SqliteMigrationEndpoint(dataFolder, held, time, logger);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public Task<MigrationMarks> MarksAsync(CancellationToken cancellationToken) =>
        Task.FromResult(_open is null ? default : SqliteMigrationMarks.Read(_open.Database));

    public async Task RequireStillAsync(Action<string> report, CancellationToken cancellationToken)
    {
        if (_open is not null && await SqliteQueueRecords.LeasesAsync(_open.Tables, cancellationToken) is var leases and > 0)
            throw MigrationInProgress.Refused(this, leases);
    }

    public async Task<bool> HasTasksAsync(CancellationToken cancellationToken) =>
        _open is not null && await SqliteQueueRecords.HasTasksAsync(_open.Tables, cancellationToken);

    /// <summary>The old file is kept under another name.</summary>
    public async Task BeginAsync(MigrationMark arriving, CancellationToken cancellationToken)
    {
        if (_open is not null)
        {
            _open.Dispose();
            SetAside(_path + _time.GetUtcNow().UtcDateTime.ToString("'.before-'yyyyMMdd-HHmmssfff", CultureInfo.InvariantCulture));
        }

        _open = new EmbeddedFile(_path, _logger);
        await MarkAsync(MigrationMark.Arriving, arriving, cancellationToken);
    }

    public Task ArrivedAsync(MigrationMark complete, CancellationToken cancellationToken) =>
        MarkAsync(MigrationMark.Arriving, complete, cancellationToken);

    /// <summary>The folder is locked, so nobody else used it.</summary>
    public Task LeaveAsync(MigrationMark moved, CancellationToken cancellationToken) =>
        MarkAsync(MigrationMark.Moved, moved, cancellationToken);

    public Task OpenAsync(CancellationToken cancellationToken) => MarkAsync(MigrationMark.Arriving, null, cancellationToken);

    public Task KeepAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _open?.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<bool> MarkAsync(string name, MigrationMark? mark, CancellationToken cancellationToken) => Open.Tables.WriteAsync(
        db =>
        {
            SqliteMigrationMarks.Put(db, name, mark);
            return true;
        },
        cancellationToken);

    private void SetAside(string name)
    {
        foreach (var part in new[] { "", "-wal", "-shm" })
        {
            if (File.Exists(_path + part))
                File.Move(_path + part, name + part);
        }
    }
}
