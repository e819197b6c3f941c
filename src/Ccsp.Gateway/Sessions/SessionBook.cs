using System.Collections.Concurrent;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Admission;

namespace Ccsp.Gateway.Sessions;

/// <summary>
/// The sessions in memory as they stand in the store, and the one way they change: the stored events first, then what was observed, all of it
/// in one commit. So nothing that is decided here rests on less than what was committed before.
/// </summary>
internal sealed class SessionBook(ISessionStore store, ITaskStore queue, IReadOnlyDictionary<string, SessionProfile> profiles, SessionMonitorOptions options) : IDisposable
{
    private const int PageSize = 500;

    /// <summary>Events that told nothing need no place of their own in the file; so many are read again after a start at most.</summary>
    private const int Reread = 5000;

    private readonly SemaphoreSlim one = new(1, 1);
    private readonly ConcurrentDictionary<string, Session> sessions = new(StringComparer.Ordinal);
    private long? cursor;
    private long written;

    /// <summary>Fires with each change.</summary>
    public Pulse Changed { get; } = new();

    /// <summary>By profile; empty before the first change was asked for.</summary>
    public IReadOnlyList<Session> All => [.. sessions.Values.OrderBy(session => session.Profile, StringComparer.Ordinal)];

    /// <exception cref="KeyNotFoundException">The profile is not configured, or nothing was read yet.</exception>
    public Session this[string profile] => sessions[profile];

    /// <param name="observed">What was seen beside the events, given the sessions after those events; nothing may be awaited in it.</param>
    public async Task ChangeAsync(Func<IEnumerable<(string Profile, Observation Seen)>> observed, DateTimeOffset now, CancellationToken stop)
    {
        await one.WaitAsync(stop);
        try
        {
            var fresh = cursor is null ? await LoadAsync_NeedsLock(stop) : [];
            await FollowAsync_NeedsLock(now, stop);
            if (fresh.Count > 0)
                await ApplyAsync_NeedsLock(await HeldBeforeAsync(fresh, now, stop), now, stop);
            await ApplyAsync_NeedsLock(observed(), now, stop);
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    /// <returns>Profiles nobody has watched before.</returns>
    private async Task<IReadOnlyList<string>> LoadAsync_NeedsLock(CancellationToken stop)
    {
        var stored = await store.ReadAsync(stop);
        var known = stored.Items.ToDictionary(session => session.Profile, StringComparer.Ordinal);
        foreach (var profile in profiles.Keys)
            sessions[profile] = known.GetValueOrDefault(profile) ?? new Session { Profile = profile };
        cursor = written = stored.Cursor;
        return [.. profiles.Keys.Where(profile => !known.ContainsKey(profile))];
    }

    /// <summary>A hold from before anybody watched would otherwise have nobody who lifts it.</summary>
    private async Task<IReadOnlyList<(string, Observation)>> HeldBeforeAsync(IReadOnlyList<string> fresh, DateTimeOffset now, CancellationToken stop)
    {
        var held = (await queue.GatesAsync(stop)).Where(gate => gate is { Closed: true, ClosedUntil: null, Actor: GateActors.Provider }).ToList();
        return
        [
            .. from profile in fresh
               from gate in held
               where gate.Name == GateNames.Profile(profile)
               select (profile, (Observation)new Observation.Held(gate.Reason ?? "The provider refuses it.", now)),
        ];
    }

    private async Task FollowAsync_NeedsLock(DateTimeOffset now, CancellationToken stop)
    {
        while (await queue.EventsAsync(new EventQuery(null, cursor!.Value, PageSize), stop) is { Count: > 0 } page)
        {
            var seen = page.Select(stored => EndingNews.Of(stored, profile => profiles.GetValueOrDefault(profile)?.Engine)).OfType<(string Profile, Observation Seen)>();
            await ApplyAsync_NeedsLock(seen.SelectMany(WithMark), now, stop, page[^1].Seq);
            if (page.Count < PageSize)
                return;
        }
    }

    /// <summary>A run whose login was refused may have rewritten the credentials itself; that is no sign that somebody signed in.</summary>
    private IEnumerable<(string, Observation)> WithMark((string Profile, Observation Seen) news) =>
        news.Seen is Observation.Refused && profiles[news.Profile].Question is { } question
            ? [news, (news.Profile, new Observation.Marked(CredentialsMark.Of(question.CredentialsFile), AskAgain: false, news.Seen.At))]
            : [news];

    /// <summary>The place goes with every change, also of what no event told: an event from before it would mean something else after it.</summary>
    private async Task ApplyAsync_NeedsLock(IEnumerable<(string Profile, Observation Seen)> observed, DateTimeOffset now, CancellationToken stop, long? upTo = null)
    {
        var next = new Dictionary<string, Session>(StringComparer.Ordinal);
        List<SessionStep> steps = [];
        foreach (var (profile, seen) in observed)
        {
            var before = next.GetValueOrDefault(profile) ?? sessions[profile];
            var step = SessionRules.On(before, seen, options);
            if (step.Session == before && step.Facts.Count == 0 && step.Gate == GateMove.Leave)
                continue;
            next[profile] = step.Session;
            steps.Add(step);
        }

        var place = upTo ?? cursor!.Value;
        if (steps.Count > 0 || place - written >= Reread)
        {
            await store.SaveAsync(steps, place, now, stop);
            written = place;
        }

        cursor = place;
        foreach (var session in next.Values)
            sessions[session.Profile] = session;
        if (steps.Count > 0)
            Changed.Fire();
    }
}
