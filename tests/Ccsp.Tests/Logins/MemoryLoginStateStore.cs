using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Logins;

namespace Ccsp.Tests.Logins;

/// <summary>Sessions for tests that need no file: gates are those of the queue beside it, events are only remembered.</summary>
internal sealed class MemoryLoginStateStore(ITaskStore queue) : ILoginStateStore
{
    private readonly Dictionary<string, LoginState> _sessions = new(StringComparer.Ordinal);
    private long _place;
    private long _version;

    public List<LoginFact> Facts { get; } = [];

    public Task<StoredLogins> ReadAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new StoredLogins([.. _sessions.Values], _place) { Version = _version });

    public async Task<bool> SaveAsync(StoredLogins seen, IReadOnlyList<LoginStep> steps, long cursor, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _version, seen.Version + 1, seen.Version) != seen.Version)
            return false;
        foreach (var step in steps)
        {
            var gate = (await queue.GatesAsync(cancellationToken)).FirstOrDefault(gate => gate.Name == LoginGate.NameOf(step.Session));
            foreach (var change in LoginGate.Changes(step, gate, now))
                await queue.SetGateAsync(change, cancellationToken);
            _sessions[step.Session.Profile] = step.Session;
            Facts.AddRange(step.Facts);
        }

        _place = cursor;
        return true;
    }
}
