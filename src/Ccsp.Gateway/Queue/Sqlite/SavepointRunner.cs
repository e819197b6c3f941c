using Ccsp.Gateway.Queue.Sqlite.Memory;
using Ccsp.Gateway.Storage;
using SQLitePCL;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>Runs parts of a command that roll back alone, in the file and in memory.</summary>
internal sealed partial class SavepointRunner(sqlite3 db, QueueMemory memory, ILogger logger) : IDisposable
{
    private readonly SqliteStatement _begin = new(db, "SAVEPOINT part");
    private readonly SqliteStatement _keep = new(db, "RELEASE part");
    private readonly SqliteStatement _takeBack = new(db, "ROLLBACK TO part");
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);

    /// <returns>What <paramref name="work"/> returns: whether to keep the part.</returns>
    public bool Try(Func<bool> work)
    {
        _begin.Run();
        var mark = memory.Mark();
        var kept = false;
        try
        {
            return kept = work();
        }
        finally
        {
            // Some errors end the whole transaction; nothing is left to roll back then.
            if (raw.sqlite3_get_autocommit(db) == 0)
            {
                if (!kept)
                    TakeBack(mark);
                _keep.Run();
            }
        }
    }

    /// <summary>Applies a step to each row; a failing row is logged and skipped.</summary>
    public int Each(IEnumerable<string> ids, Func<string, bool> apply)
    {
        var applied = 0;
        foreach (var id in ids)
        {
            try
            {
                if (Try(() => apply(id)))
                    applied++;
            }
            catch (Exception ex) when (ex is not (StorageFull or StoreUnavailable or StoreCorrupted))
            {
                Skip(id, ex);
            }
        }

        return applied;
    }

    /// <summary>Reads extra rows to make up for skipped ones, so that these do not use up the limit.</summary>
    public List<string> Readable(Func<int, List<string>> find, int limit) =>
        [.. find(limit + _unreadable.Count).Where(id => !_unreadable.Contains(id)).Take(limit)];

    public void Skip(string id, Exception error)
    {
        _unreadable.Add(id);
        Log.Unreadable(logger, id, error);
    }

    public void Dispose()
    {
        _begin.Dispose();
        _keep.Dispose();
        _takeBack.Dispose();
    }

    private void TakeBack(int mark)
    {
        _takeBack.Run();
        memory.RollBackTo(mark);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Task {Id} cannot be processed and is left alone until the next start.")]
        public static partial void Unreadable(ILogger logger, string id, Exception error);
    }
}
