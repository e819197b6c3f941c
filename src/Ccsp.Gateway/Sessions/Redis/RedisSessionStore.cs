using System.Text.Json;
using Ccsp.Gateway.Queue.Redis;

namespace Ccsp.Gateway.Sessions.Redis;

/// <summary>Sessions beside the queue: a session, its gate and its events are one commit.</summary>
internal sealed class RedisSessionStore(RedisTaskStore queue) : ISessionStore
{
    private const string Cursor = "cursor";

    public async Task<StoredSessions> ReadAsync(CancellationToken stop)
    {
        var fields = await queue.FieldsAsync("sessions", stop);
        List<Session> sessions = [.. fields.Where(field => field.Key != Cursor).OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => JsonSerializer.Deserialize(field.Value, SessionJson.Default.Session)!)];
        return new StoredSessions(sessions, fields.TryGetValue(Cursor, out var seq) ? JsonSerializer.Deserialize(seq, SessionJson.Default.Int64) : 0);
    }

    public Task SaveAsync(IReadOnlyList<SessionStep> steps, long cursor, DateTimeOffset now, CancellationToken stop) => queue.WriteAsync(
        "sessions",
        system =>
        {
            foreach (var step in steps)
                Apply(system, step, now);
            foreach (var session in steps.Select(step => step.Session))
                system.Put(session.Profile, JsonSerializer.SerializeToUtf8Bytes(session, SessionJson.Default.Session));
            system.Put(Cursor, JsonSerializer.SerializeToUtf8Bytes(cursor, SessionJson.Default.Int64));
        },
        stop);

    private static void Apply(SystemWriting system, SessionStep step, DateTimeOffset now)
    {
        foreach (var change in SessionGate.Changes(step, system.Gate(SessionGate.NameOf(step.Session)), now))
            system.Change(change);
        foreach (var fact in step.Facts)
            system.Append(fact.Type, now, JsonSerializer.Serialize(new SessionNews(step.Session.Profile, fact.Reason, step.Session.State), SessionJson.Default.SessionNews));
    }
}
