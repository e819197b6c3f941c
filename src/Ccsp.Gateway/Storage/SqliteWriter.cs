using System.Diagnostics;
using System.Threading.Channels;
using SQLitePCL;

namespace Ccsp.Gateway.Storage;

/// <summary>
/// The only thread that writes and checkpoints. It takes all waiting commands, applies them in one transaction, commits once, and only then
/// answers; while a commit is being flushed, the next batch forms by itself.
/// </summary>
internal sealed partial class SqliteWriter : IDisposable
{
    /// <summary>Large enough to share one flush among all callers, small enough to keep a batch below about 50 ms.</summary>
    private const int BatchWeight = 1_000;

    /// <summary>Shorter pauses occur between two batches of busy callers, which a checkpoint would delay.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Less than a commit takes on any disk.</summary>
    private static readonly TimeSpan LongestGathering = TimeSpan.FromMicroseconds(200);

    private readonly Channel<WriteCommand> _control = NewLane();
    private readonly Channel<WriteCommand> _bulk = NewLane();
    private readonly ManualResetEventSlim _wake = new();
    private readonly sqlite3 _connection;
    private readonly SqliteTransactions _transactions;
    private readonly SqliteBatch _steps;
    private readonly SqliteCheckpoints _checkpoints;
    private readonly IBatchMemory _memory;
    private readonly ILogger _logger;
    private readonly FilesInPlace _files;
    private readonly Thread _thread;
    private readonly List<WriteCommand> _batch = new(BatchWeight);
    private volatile StoreUnavailable? _closed;
    private volatile bool _closing;
    private int _callers;

    /// <param name="connection">The writing connection, which the writer then owns.</param>
    /// <param name="memory">Already loaded.</param>
    /// <param name="logger">For events that reach no caller: failed checkpoints, the end of the writer.</param>
    public SqliteWriter(sqlite3 connection, IBatchMemory memory, ILogger logger)
    {
        _connection = connection;
        _memory = memory;
        _logger = logger;
        _transactions = new SqliteTransactions(connection);
        _steps = new SqliteBatch(_transactions, memory);
        var path = raw.sqlite3_db_filename(connection, "main").utf8_to_string();
        _files = new FilesInPlace(path, path + "-wal");
        _checkpoints = new SqliteCheckpoints(connection, logger);
        _thread = new Thread(Run) { Name = "sqlite-writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Number of commits; several commands share one.</summary>
    public long Commits { get; private set; }

    /// <summary>Runs <paramref name="apply"/> on the writer thread; its result is on disk when the task completes.</summary>
    /// <param name="kind">Lane, failpoints and weight.</param>
    /// <param name="apply">Its exceptions go to the caller and roll back this command alone.</param>
    /// <param name="cancellationToken">Withdraws a waiting command; one that is being applied completes.</param>
    /// <exception cref="StorageFull">Nothing happened; there is no space.</exception>
    /// <exception cref="StoreUnavailable">Nothing happened; the store accepts no more writes.</exception>
    public async Task<T> WriteAsync<T>(WriteKind kind, Func<T> apply, CancellationToken cancellationToken)
    {
        if (_closed is { } reason)
            throw new StoreUnavailable(reason.Message, reason);
        cancellationToken.ThrowIfCancellationRequested();
        var command = new WriteCommand<T>(kind, apply, cancellationToken);
        var lane = kind.Lane == WriteLane.Control ? _control : _bulk;
        if (!lane.Writer.TryWrite(command))
            await WriteSlowlyAsync(lane.Writer, command, cancellationToken);
        _wake.Set();
        return await command.Reply;
    }

    /// <summary>Accepts no more commands, finishes the waiting ones, checkpoints and closes the connection.</summary>
    public void Dispose()
    {
        _closing = true;
        _control.Writer.TryComplete();
        _bulk.Writer.TryComplete();
        _wake.Set();
        if (Environment.CurrentManagedThreadId != _thread.ManagedThreadId)
            _thread.Join();
    }

    private async Task WriteSlowlyAsync(ChannelWriter<WriteCommand> lane, WriteCommand command, CancellationToken cancellationToken)
    {
        try
        {
            _wake.Set();
            await lane.WriteAsync(command, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw _closed ?? new StoreUnavailable("The store is closed.");
        }
    }

    private void Run()
    {
        try
        {
            while (_closed is null && TakeBatch())
            {
                RunBatch();
                if (_closed is null)
                    Checkpoint(idle: false);
            }

            if (_closed is null)
                _checkpoints.Finish();
        }
        catch (StoreUnavailable ex)
        {
            Stop(ex);
        }
        finally
        {
            Stop(_closed ?? new StoreUnavailable("The store is closed."));
            _transactions.Dispose();
            _connection.Dispose();
        }
    }

    /// <summary>
    /// Callers answered together return a few at a time. Waiting a moment for the rest is cheaper than the extra commits they would need: a
    /// commit costs about 0.3 ms of processor time alone. A single caller never waits.
    /// </summary>
    private void Gather(int weight)
    {
        var since = Stopwatch.GetTimestamp();
        while (_batch.Count < _callers && weight < BatchWeight && Stopwatch.GetElapsedTime(since) < LongestGathering)
        {
            Thread.Yield();
            weight = Drain(_bulk.Reader, Drain(_control.Reader, weight));
        }
    }

    /// <summary>Blocks until there are commands; false when the writer is closed and none are left.</summary>
    private bool TakeBatch()
    {
        while (true)
        {
            _wake.Reset();
            _batch.Clear();
            var weight = Drain(_bulk.Reader, Drain(_control.Reader, 0));
            if (_batch.Count > 0)
            {
                Gather(weight);
                return true;
            }

            if (_closing)
                return false;
            if (!_wake.Wait(Pause))
            {
                Checkpoint(idle: true);
                _wake.Wait();
            }
        }
    }

    private int Drain(ChannelReader<WriteCommand> lane, int weight)
    {
        while (weight < BatchWeight && lane.TryRead(out var command))
        {
            if (!command.TryTake())
                continue;
            _batch.Add(command);
            weight += command.Kind.Weight;
        }

        return weight;
    }

    private void RunBatch()
    {
        try
        {
            var applied = _steps.Apply(_batch);
            _memory.BeforeCommit();
            _transactions.Commit();
            // After the commit: writes to a file that was moved or deleted are lost, so callers must not get a success.
            if (_files.Lost() is { } lost)
                throw new StoreUnavailable($"{lost} was deleted, moved or replaced while the gateway ran.");
            Commits++;
            // Callers in the batch and those that arrived while it was written; decays slowly when they stay away.
            _callers = Math.Max(_batch.Count + _control.Reader.Count + _bulk.Reader.Count, _callers * 7 / 8);
            _memory.Committed();
            if (applied > 0)
                Answer();
        }
        catch (Exception ex)
        {
            GiveUpBatch(ex);
        }
    }

    /// <summary>
    /// Waking 64 callers takes as long as a few of their commands; a pool thread does it while the next batch is applied.
    /// </summary>
    private void Answer()
    {
        foreach (var command in _batch)
            Failpoints.Hit(command.Kind.Failpoint, Failpoints.AfterCommit);
        ThreadPool.UnsafeQueueUserWorkItem(static answered => Array.ForEach(answered, static command => command.Complete()),
            _batch.ToArray(), preferLocal: false);
    }

    /// <summary>The batch is not on disk: undo everything and give every caller the reason.</summary>
    private void GiveUpBatch(Exception error)
    {
        try
        {
            _transactions.Rollback();
            _memory.Reload();
        }
        catch (Exception ex)
        {
            error = new StoreUnavailable($"The store could not be read after a failed write: {ex.Message}", error);
        }

        // After a failed flush the disk's state is unknown, and a second one may report success for lost pages: no more writes.
        var last = error is StoreUnavailable or StoreCorrupted ? new StoreUnavailable($"The store stopped: {error.Message}", error) : null;
        foreach (var command in _batch)
            command.Fail(last ?? error);
        if (last is null)
            Log.NotWritten(_logger, _batch.Count, error.Message);
        else
            Stop(last);
    }

    private void Checkpoint(bool idle)
    {
        if (_checkpoints.IsDue(idle))
            _checkpoints.Run(idle);
    }

    private void Stop(StoreUnavailable reason)
    {
        if (_closed is null && !_closing)
            Log.Stopped(_logger, reason);
        _closed ??= reason;
        _control.Writer.TryComplete();
        _bulk.Writer.TryComplete();
        foreach (var lane in new[] { _control.Reader, _bulk.Reader })
        {
            while (lane.TryRead(out var command))
            {
                if (command.TryTake())
                    command.Fail(_closed);
            }
        }
    }

    private static Channel<WriteCommand> NewLane() =>
        Channel.CreateBounded<WriteCommand>(
        new BoundedChannelOptions(8_192) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A batch of {Count} writes was taken back: {Reason}")]
        public static partial void NotWritten(ILogger logger, int count, string reason);

        [LoggerMessage(Level = LogLevel.Critical, Message = "The store takes no more writes until the gateway is started again.")]
        public static partial void Stopped(ILogger logger, Exception reason);
    }
}
