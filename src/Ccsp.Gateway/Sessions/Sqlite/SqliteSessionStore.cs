using System.Text.Json;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Sessions.Sqlite;

/// <summary>Sessions in the queue's file: a row, its gate and its events are one commit of the one writer.</summary>
internal sealed class SqliteSessionStore(SqliteTaskStore queue) : ISessionStore
{
    private const string AllSql = "SELECT json FROM session ORDER BY profile";
    private const string CursorSql = "SELECT seq FROM session_cursor";
    private const string PutSql = "INSERT INTO session (profile, json) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET json = ?2";
    private const string MoveSql = "UPDATE session_cursor SET seq = ?1";

    /// <summary>Nobody else writes in the file; changes of this process are told apart by their number. Read before the rows: what is newer is refused.</summary>
    private long version;

    public async Task<StoredSessions> ReadAsync(CancellationToken stop)
    {
        var seen = Interlocked.Read(ref version);
        return await queue.Tables.ReadAsync(Read, stop) with { Version = seen };
    }

    public Task<bool> SaveAsync(StoredSessions seen, IReadOnlyList<SessionStep> steps, long cursor, DateTimeOffset now, CancellationToken stop) => queue.WriteAsync(
        system =>
        {
            if (Interlocked.CompareExchange(ref version, seen.Version + 1, seen.Version) != seen.Version)
                return false;
            foreach (var step in steps)
                Apply(system, step, now);
            Write(system.Tables, steps.Select(step => step.Session).GroupBy(session => session.Profile, StringComparer.Ordinal).Select(same => same.Last()), cursor);
            return true;
        },
        stop);

    public static StoredSessions Read(SqliteReader reader)
    {
        List<Session> sessions = [];
        var rows = reader.Statement(AllSql);
        while (rows.Step())
            sessions.Add(JsonSerializer.Deserialize(rows.Bytes(0), SessionJson.Default.Session)!);
        var cursor = reader.Statement(CursorSql);
        return new StoredSessions(sessions, cursor.Step() ? cursor.Long(0) : 0);
    }

    /// <summary>On the writer thread.</summary>
    public static void Write(SqliteStatements db, IEnumerable<Session> sessions, long cursor)
    {
        foreach (var session in sessions)
            db[PutSql].Bind(1, session.Profile).BindText(2, JsonSerializer.SerializeToUtf8Bytes(session, SessionJson.Default.Session)).Run();
        db[MoveSql].Bind(1, cursor).Run();
    }

    private static void Apply(SystemSteps system, SessionStep step, DateTimeOffset now)
    {
        foreach (var change in SessionGate.Changes(step, system.Gate(SessionGate.NameOf(step.Session)), now))
            system.Change(change);
        foreach (var fact in step.Facts)
            system.Append(fact.Type, now, JsonSerializer.Serialize(new SessionNews(step.Session.Profile, fact.Reason, step.Session.State), SessionJson.Default.SessionNews));
    }
}
