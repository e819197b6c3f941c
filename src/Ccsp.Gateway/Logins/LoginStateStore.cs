using System.Diagnostics;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Records;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Logins;

/// <summary>
/// The only way logins change: read them, apply stored events, then observations, and write everything in one commit that fails if somebody
/// else wrote meanwhile. Nothing is cached between changes, so any number of instances may do this.
/// </summary>
internal sealed class LoginStateStore(IQueueRecords records, ITaskStore queue, IReadOnlyDictionary<string, LoginProfile> profiles,
    LoginMonitorOptions options, LoginWatcher watcher)
{
    private const int PageSize = 500;

    /// <summary>Events without effect need no stored cursor; at most this many are read again each time.</summary>
    private const int Reread = 100;

    /// <summary>Pages of events a read-only caller processes beyond the cursor; the leader advances it every second.</summary>
    private const int PagesAhead = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4.5);

    /// <summary>Signalled by each change of this instance.</summary>
    public AsyncSignal Changed { get; } = new();

    /// <summary>The current states by profile; writes nothing.</summary>
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

    /// <param name="observed">Observations besides the stored events.</param>
    /// <returns>The states after the change, by profile.</returns>
    /// <exception cref="StoreUnavailable">The store is unavailable, or other writers always came first.</exception>
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

    /// <returns>The change, and whether it is complete: more events may be pending than one step reads.</returns>
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
        // The cursor is written with every change, because an older event would mean something else afterwards.
        if (change.Steps.Count > 0 || place - stored.Cursor >= Reread)
            await LoginRecords.WriteAsync(step, change.Steps, place, now);
        return (change, isAll);
    }

    /// <summary>A hold older than the monitor would otherwise never be lifted.</summary>
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

    /// <summary>A run with a refused login may itself have rewritten the credentials; that is no sign of a new sign-in.</summary>
    private IEnumerable<(string, Observation)> WithMark((string Profile, Observation Seen) news) =>
        news.Seen is Observation.Refused && profiles[news.Profile].Question is { } question
            ? [news, (news.Profile,
            new Observation.Marked(CredentialsMark.Of(question.CredentialsFile), AskAgain: false, watcher.InstanceId, news.Seen.At))]
            : [news];
}
