using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage;
using SQLitePCL;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>Tasks due for the sweep or a clear; only ids, so that one unreadable row blocks nothing.</summary>
internal sealed class DueTable(sqlite3 db) : IDisposable
{
    public const string DueSql = "SELECT id FROM task WHERE state = 2 AND run_at <= ?1 ORDER BY run_at, id LIMIT ?2";
    public const string ExpiredSql = "SELECT id FROM task WHERE start_before <= ?1 AND start_before IS NOT NULL AND last_run = 0 AND "
        + "state <= 3 ORDER BY start_before, id LIMIT ?2";
    public const string PromotedSql =
        "SELECT id FROM task WHERE promote_at <= ?1 AND promote_at IS NOT NULL ORDER BY promote_at, id LIMIT ?2";
    public const string OldestSql = "SELECT id, finished_at FROM history WHERE state = ?1 AND finished_at <= ?2 AND NOT EXISTS (SELECT 1 "
        + "FROM edge e JOIN task t ON t.id = e.child WHERE e.parent = history.id) ORDER BY finished_at, id LIMIT ?3";

    public const string ParkedProfileSql =
        "SELECT profile FROM task WHERE state = 2 AND wait_reason IN (3, 4) AND profile > ?1 ORDER BY profile LIMIT 1";
    public const string ParkedSql = "SELECT id FROM task WHERE state = 2 AND wait_reason IN (3, 4) AND profile = ?1 ORDER BY id LIMIT ?2";

    private const string AfterAll = "\U0010FFFF";

    private readonly SqliteStatement _parkedProfile = new(db, ParkedProfileSql);
    private readonly SqliteStatement _parked = new(db, ParkedSql);
    private readonly SqliteStatement _due = new(db, DueSql);
    private readonly SqliteStatement _expired = new(db, ExpiredSql);
    private readonly SqliteStatement _promoted = new(db, PromotedSql);
    private readonly SqliteStatement _oldest = new(db, OldestSql);
    private readonly SqliteStatement _waiting = new(db,
        "SELECT id FROM task WHERE instance IS NULL AND (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR priority = ?2) AND (?3 IS NULL OR "
        + "grp = ?3) AND (?4 IS NULL OR agent = ?4) AND id < ?5 ORDER BY id DESC LIMIT ?6");
    private readonly SqliteStatement _latest =
        new(db, "SELECT finished_at FROM history WHERE state = ?1 ORDER BY finished_at DESC LIMIT 1000");
    private readonly SqliteStatement[] _delete =
    [
        .. new[] { "history WHERE id", "submission WHERE id", "payload WHERE id", "result WHERE id", "run WHERE task_id",
        "event WHERE task_id", "edge WHERE child", "edge WHERE parent", "idempotency WHERE task_id" }
            .Select(place => new SqliteStatement(db, $"DELETE FROM {place} = ?1")),
    ];

    public List<string> Due(DateTimeOffset now, int limit) => Ids(_due, now, limit);

    /// <summary>Profiles with parked tasks; one look-up per profile, however many tasks wait.</summary>
    public List<string> ParkedProfiles()
    {
        List<string> profiles = [];
        var last = "";
        while (_parkedProfile.Bind(1, last).Step())
        {
            profiles.Add(last = _parkedProfile.Text(0));
            _parkedProfile.Reset();
        }

        return profiles;
    }

    public List<string> Parked(string profile, int limit) => Ids(_parked.Bind(1, profile).Bind(2, limit));

    public List<string> Expired(DateTimeOffset now, int limit) => Ids(_expired, now, limit);

    public List<string> Promoted(DateTimeOffset now, int limit) => Ids(_promoted, now, limit);

    public List<string> Waiting(ClearFilter filter, string? after, int limit)
    {
        _waiting.Bind(1, (long?)filter.State).Bind(2, (long?)filter.Priority).Bind(3, filter.Group).Bind(4, filter.Agent)
            .Bind(5, after ?? AfterAll).Bind(6, limit);
        return Ids(_waiting);
    }

    /// <summary>Ended tasks of one state that no waiting task depends on, oldest first.</summary>
    public List<(string Id, DateTimeOffset FinishedAt)> Oldest(TaskState state, DateTimeOffset until, int limit)
    {
        List<(string, DateTimeOffset)> found = [];
        _oldest.Bind(1, (long)state).Bind(2, Milliseconds.Of(until)).Bind(3, limit);
        while (_oldest.Step())
            found.Add((_oldest.Text(0), Milliseconds.Time(_oldest.Long(1))));
        return found;
    }

    /// <summary>Recent ending times, to restore the ending rate after a restart.</summary>
    public List<DateTimeOffset> LatestEndings()
    {
        List<DateTimeOffset> times = [];
        for (var state = (long)TaskState.Succeeded; state <= (long)TaskState.Expired; state++)
        {
            _latest.Bind(1, state);
            while (_latest.Step())
                times.Add(Milliseconds.Time(_latest.Long(0)));
        }

        return times;
    }

    /// <summary>Deletes everything of an ended task.</summary>
    public void Delete(string id)
    {
        foreach (var statement in _delete)
            statement.Bind(1, id).Run();
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _parkedProfile, _parked, _due, _expired, _promoted, _oldest, _waiting, _latest }.Concat(_delete))
            statement.Dispose();
    }

    private static List<string> Ids(SqliteStatement statement, DateTimeOffset now, int limit) =>
        Ids(statement.Bind(1, Milliseconds.Of(now)).Bind(2, limit));

    private static List<string> Ids(SqliteStatement statement)
    {
        List<string> ids = [];
        while (statement.Step())
            ids.Add(statement.Text(0));
        return ids;
    }
}
