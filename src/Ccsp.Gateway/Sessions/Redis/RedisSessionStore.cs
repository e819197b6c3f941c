using System.Text.Json;
using Ccsp.Gateway.Queue.Redis;

namespace Ccsp.Gateway.Sessions.Redis;

/// <summary>Sessions beside the queue: a session, its gate and its events are one commit.</summary>
internal sealed class RedisSessionStore(RedisTaskStore queue) : ISessionStore
{
    public const string Room = "sessions";

    private const string Cursor = "cursor";

    public async Task<StoredSessions> ReadAsync(CancellationToken cancellationToken)
    {
        var (fields, version) = await queue.FieldsAsync(Room, cancellationToken);
        return Read(fields) with { Version = version };
    }

    public Task<bool> SaveAsync(StoredSessions seen, IReadOnlyList<SessionStep> steps, long cursor, DateTimeOffset now, CancellationToken cancellationToken) => queue.WriteAsync(
        Room,
        seen.Version,
        system =>
        {
            foreach (var step in steps)
                Apply(system, step, now);
            foreach (var (name, value) in Write(steps.Select(step => step.Session), cursor))
                system.Put(name, value);
        },
        cancellationToken);

    public static StoredSessions Read(IReadOnlyDictionary<string, byte[]> fields)
    {
        List<Session> sessions = [.. fields.Where(field => field.Key != Cursor).OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => JsonSerializer.Deserialize(field.Value, SessionJson.Default.Session)!)];
        return new StoredSessions(sessions, fields.TryGetValue(Cursor, out var seq) ? JsonSerializer.Deserialize(seq, SessionJson.Default.Int64) : 0);
    }

    public static IEnumerable<(string Name, byte[] Value)> Write(IEnumerable<Session> sessions, long cursor) =>
    [
        .. sessions.Select(session => (session.Profile, JsonSerializer.SerializeToUtf8Bytes(session, SessionJson.Default.Session))),
        (Cursor, JsonSerializer.SerializeToUtf8Bytes(cursor, SessionJson.Default.Int64)),
    ];

    private static void Apply(SystemWriting system, SessionStep step, DateTimeOffset now)
    {
        foreach (var change in SessionGate.Changes(step, system.Gate(SessionGate.NameOf(step.Session)), now))
            system.Change(change);
        foreach (var fact in step.Facts)
            system.Append(fact.Type, now, JsonSerializer.Serialize(new SessionNews(step.Session.Profile, fact.Reason, step.Session.State), SessionJson.Default.SessionNews));
    }
}
