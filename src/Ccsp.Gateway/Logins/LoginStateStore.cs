using System.Diagnostics;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Records;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Logins;

/// <summary>
/// The one way sessions change: they are read, the stored events applied, then what was observed, and all of it is written in one commit
/// that holds only if nobody else wrote meanwhile. Nothing is remembered between two changes, so it does not matter how many instances do
/// this.
/// </summary>
internal sealed class LoginStateStore(IQueueRecords records, ITaskStore queue, IReadOnlyDictionary<string, LoginProfile> profiles,
    LoginMonitorOptions options, LoginWatcher watcher)
{
    private const int PageSize = 500;

    /// <summary>Events that told nothing need no place of their own in the store; so many are read again each time at most.</summary>
    private const int Reread = 100;

    /// <summary>Pages of events a reader looks at that no change has looked at yet; one instance looks each second.</summary>
    private const int PagesAhead = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4.5);

    /// <summary>Fires with each change this instance makes.</summary>
    public AsyncSignal Changed { get; } = new();

    /// <summary>As they are now, by profile; writes nothing.</summary>
    public async Task<IReadOnlyDictionary<string, LoginState>> ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stored = await records.ReadAsync(LoginRecords.ReadAsync, cancellationToken);
        var change = new LoginStateChange(stored, profiles, options);
        var place = stored.Cursor;
        for (var page = 0; page < PagesAhead; page++)
        {
            var events = await EventsAsync(place, cancellationToken);
            change.Observe(NewsOf(events));
            if (events.Count < PageSize)
                break;
            place = events[^1].Seq;
        }

        change.Observe(await HeldBeforeAsync(change.Fresh, now, cancellationToken));
        return change.Sessions;
    }

    /// <param name="observed">What was seen beside the events.</param>
    /// <returns>The sessions after that, by profile.</returns>
    /// <exception cref="StoreUnavailable">The store cannot be reached, or others always came first.</exception>
    public async Task<IReadOnlyDictionary<string, LoginState>> ChangeAsync(IReadOnlyList<(string Profile, Observation Seen)> observed,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < Patience;)
        {
            var (change, isAll) = await records.WriteAsync(step => ObserveAsync(step, observed, now, cancellationToken), cancellationToken);
            if (change.Steps.Count > 0)
                Changed.Set();
            if (isAll)
                return change.Sessions;
        }

        throw new StoreUnavailable($"The store is too busy: for {Patience.TotalSeconds} s events came faster than they could be read.");
    }

    /// <returns>What becomes of the logins, and whether that is all: more events may wait than one step takes.</returns>
    private async ValueTask<(LoginStateChange Change, bool IsAll)> ObserveAsync(IQueueTransaction step,
        IReadOnlyList<(string Profile, Observation Seen)> observed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stored = await LoginRecords.ReadAsync(step);
        var change = new LoginStateChange(stored, profiles, options);
        var events = await EventsAsync(stored.Cursor, cancellationToken);
        change.Observe(NewsOf(events).SelectMany(WithMark));
        var isAll = events.Count < PageSize;
        if (isAll)
        {
            change.Observe(await HeldBeforeAsync(change.Fresh, now, cancellationToken));
            change.Observe(observed);
        }

        var place = events.Count > 0 ? events[^1].Seq : stored.Cursor;
        // The place goes with every change, also of what no event told: an event from before it would mean something else after it.
        if (change.Steps.Count > 0 || place - stored.Cursor >= Reread)
            await LoginRecords.WriteAsync(step, change.Steps, place, now);
        return (change, isAll);
    }

    /// <summary>A hold from before anybody watched would otherwise have nobody who lifts it.</summary>
    private async Task<IReadOnlyList<(string, Observation)>> HeldBeforeAsync(IReadOnlyList<string> fresh, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (fresh.Count == 0)
            return [];
        var held = (await queue.GatesAsync(cancellationToken)).Where(
            gate => gate is { Closed: true, ClosedUntil: null, Actor: GateActors.Provider }).ToList();
        return
        [
            .. from profile in fresh
               from gate in held
               where gate.Name == GateNames.Profile(profile)
               select (profile, (Observation)new Observation.Held(gate.Reason ?? "The provider refuses it.", now)),
        ];
    }

    private Task<IReadOnlyList<Events.StoredEvent>> EventsAsync(long after, CancellationToken cancellationToken) =>
        queue.EventsAsync(new EventQuery(null, after, PageSize), cancellationToken);

    private IEnumerable<(string Profile, Observation Seen)> NewsOf(IReadOnlyList<Events.StoredEvent> events) =>
        events.Select(stored => EndingNews.Of(stored, profile => profiles.GetValueOrDefault(profile)?.Engine))
            .OfType<(string Profile, Observation Seen)>();

    /// <summary>A run whose login was refused may have rewritten the credentials itself; that is no sign that somebody signed in.</summary>
    private IEnumerable<(string, Observation)> WithMark((string Profile, Observation Seen) news) =>
        news.Seen is Observation.Refused && profiles[news.Profile].Question is { } question
            ? [news, (news.Profile,
            new Observation.Marked(CredentialsMark.Of(question.CredentialsFile), AskAgain: false, watcher.InstanceId, news.Seen.At))]
            : [news];
}
