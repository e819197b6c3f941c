using System.Text.Json;
using Ccsp.Gateway.Queue.Redis;

namespace Ccsp.Gateway.Logins.Redis;

/// <summary>Sessions beside the queue: a session, its gate and its events are one commit.</summary>
internal sealed class RedisLoginStateStore(RedisTaskStore queue) : ILoginStateStore
{
    public const string Room = "sessions";

    private const string Cursor = "cursor";

    public async Task<StoredLogins> ReadAsync(CancellationToken cancellationToken)
    {
        var (fields, version) = await queue.FieldsAsync(Room, cancellationToken);
        return Read(fields) with { Version = version };
    }

    public Task<bool> SaveAsync(StoredLogins seen, IReadOnlyList<LoginStep> steps, long cursor, DateTimeOffset now,
        CancellationToken cancellationToken) => queue.WriteAsync(
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

    public static StoredLogins Read(IReadOnlyDictionary<string, byte[]> fields)
    {
        List<LoginState> sessions =
            [.. fields.Where(field => field.Key != Cursor).OrderBy(field => field.Key, StringComparer.Ordinal)
                .Select(field => JsonSerializer.Deserialize(field.Value, LoginStateJson.Default.LoginState)!)];
        return new StoredLogins(sessions,
            fields.TryGetValue(Cursor, out var seq) ? JsonSerializer.Deserialize(seq, LoginStateJson.Default.Int64) : 0);
    }

    public static IEnumerable<(string Name, byte[] Value)> Write(IEnumerable<LoginState> sessions, long cursor) =>
    [
        .. sessions.Select(session => (session.Profile, JsonSerializer.SerializeToUtf8Bytes(session, LoginStateJson.Default.LoginState))),
        (Cursor, JsonSerializer.SerializeToUtf8Bytes(cursor, LoginStateJson.Default.Int64)),
    ];

    private static void Apply(SystemStepBuilder system, LoginStep step, DateTimeOffset now)
    {
        foreach (var change in LoginGate.Changes(step, system.Gate(LoginGate.NameOf(step.Session)), now))
            system.Change(change);
        foreach (var fact in step.Facts)
            system.Append(fact.Type, now,
                JsonSerializer.Serialize(new LoginNews(step.Session.Profile, fact.Reason, step.Session.State),
                LoginStateJson.Default.LoginNews));
    }
}
