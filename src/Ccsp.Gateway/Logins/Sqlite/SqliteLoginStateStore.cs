using System.Security.Cryptography;
using System.Text.Json;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Logins.Sqlite;

/// <summary>Sessions in the queue's file: a row, its gate and its events are one commit of the one writer.</summary>
internal sealed class SqliteLoginStateStore(SqliteTaskStore queue) : ILoginStateStore
{
    private const string AllSql = "SELECT json FROM session ORDER BY profile";
    private const string CursorSql = "SELECT seq FROM session_cursor";
    private const string PutSql = "INSERT INTO session (profile, json) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET json = ?2";
    private const string MoveSql = "UPDATE session_cursor SET seq = ?1";

    public Task<StoredLogins> ReadAsync(CancellationToken cancellationToken) => queue.Tables.ReadAsync(Read, cancellationToken);

    public Task<bool> SaveAsync(StoredLogins seen, IReadOnlyList<LoginStep> steps, long cursor, DateTimeOffset now,
        CancellationToken cancellationToken) => queue.WriteAsync(
        system =>
        {
            if (Read(system.Tables[AllSql], system.Tables[CursorSql]).Version != seen.Version)
                return false;
            foreach (var step in steps)
                Apply(system, step, now);
            Write(system.Tables,
                steps.Select(step => step.Session).GroupBy(session => session.Profile, StringComparer.Ordinal)
                    .Select(grouping => grouping.Last()), cursor);
            return true;
        },
        cancellationToken);

    public static StoredLogins Read(SqliteReader reader) => Read(reader.Statement(AllSql), reader.Statement(CursorSql));

    /// <summary>Its version is made from what stands there: a number kept beside the file would change before its commit does.</summary>
    private static StoredLogins Read(SqliteStatement rows, SqliteStatement place)
    {
        List<LoginState> sessions = [];
        using var content = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        while (rows.Step())
        {
            var json = rows.Bytes(0);
            content.AppendData(json);
            sessions.Add(JsonSerializer.Deserialize(json, LoginStateJson.Default.LoginState)!);
        }

        var cursor = place.Step() ? place.Long(0) : 0;
        place.Reset();
        content.AppendData(BitConverter.GetBytes(cursor));
        return new StoredLogins(sessions, cursor) { Version = BitConverter.ToInt64(content.GetHashAndReset()) };
    }

    /// <summary>On the writer thread.</summary>
    public static void Write(SqliteStatements db, IEnumerable<LoginState> sessions, long cursor)
    {
        foreach (var session in sessions)
            db[PutSql].Bind(1, session.Profile).BindText(2, JsonSerializer.SerializeToUtf8Bytes(session, LoginStateJson.Default.LoginState))
                .Run();
        db[MoveSql].Bind(1, cursor).Run();
    }

    private static void Apply(SystemSteps system, LoginStep step, DateTimeOffset now)
    {
        foreach (var change in LoginGate.Changes(step, system.Gate(LoginGate.NameOf(step.Session)), now))
            system.Change(change);
        foreach (var fact in step.Facts)
            system.Append(fact.Type, now,
                JsonSerializer.Serialize(new LoginNews(step.Session.Profile, fact.Reason, step.Session.State),
                LoginStateJson.Default.LoginNews));
    }
}
