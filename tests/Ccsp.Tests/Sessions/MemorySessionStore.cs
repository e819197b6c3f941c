using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Sessions;

namespace Ccsp.Tests.Sessions;

/// <summary>Sessions for tests that need no file: gates are those of the queue beside it, events are only remembered.</summary>
internal sealed class MemorySessionStore(ITaskStore queue) : ISessionStore
{
    private readonly Dictionary<string, Session> sessions = new(StringComparer.Ordinal);
    private long place;
    private long version;

    public List<SessionFact> Facts { get; } = [];

    public Task<StoredSessions> ReadAsync(CancellationToken stop) => Task.FromResult(new StoredSessions([.. sessions.Values], place) { Version = version });

    public async Task<bool> SaveAsync(StoredSessions seen, IReadOnlyList<SessionStep> steps, long cursor, DateTimeOffset now, CancellationToken stop)
    {
        if (Interlocked.CompareExchange(ref version, seen.Version + 1, seen.Version) != seen.Version)
            return false;
        foreach (var step in steps)
        {
            var gate = (await queue.GatesAsync(stop)).FirstOrDefault(gate => gate.Name == SessionGate.NameOf(step.Session));
            foreach (var change in SessionGate.Changes(step, gate, now))
                await queue.SetGateAsync(change, stop);
            sessions[step.Session.Profile] = step.Session;
            Facts.AddRange(step.Facts);
        }

        place = cursor;
        return true;
    }
}
