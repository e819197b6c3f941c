using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Processes;

namespace Ccsp.Gateway.Sessions;

/// <summary>
/// Watches whether each profile is logged in. One instance does it for all that share a store: whoever is to be guarded by a lease guards
/// <see cref="RunOnceAsync"/>.
/// </summary>
internal sealed class SessionMonitor(
    SessionBook book, AskLogin ask, SessionErrands errands, IReadOnlyDictionary<string, SessionProfile> profiles, SessionMonitorOptions options, TimeProvider time)
{
    /// <summary>Long enough for the refused runs of a profile to be gone, with whatever they write to its credentials.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    /// <summary>How long whoever closed an issue waits for the run that shows whether rightly.</summary>
    private static readonly (TimeSpan Limit, TimeSpan Poll) VerdictPatience = (TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));

    public static TimeSpan Every { get; } = TimeSpan.FromSeconds(1);

    public IReadOnlyDictionary<string, SessionProfile> Profiles => profiles;

    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>One round: the stored events, the credentials files, the checks that are due, what people are to be told.</summary>
    public async Task RunOnceAsync(DateTimeOffset now, CancellationToken stop)
    {
        now = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        await book.ChangeAsync(() => [.. profiles.Keys.Select(name => (name, (Observation)new Observation.Passed(now)))], now, stop);
        await Task.WhenAll(profiles.Values.Select(profile => LookAsync(profile, now, stop)));
        foreach (var session in book.All)
            await TellAsync(session, stop);
    }

    /// <summary>By profile.</summary>
    public async Task<IReadOnlyList<Session>> ListAsync(CancellationToken stop)
    {
        await book.ChangeAsync(() => [], Now, stop);
        return book.All;
    }

    public Task<int?> IssueNumberAsync(string profile, CancellationToken stop) => errands.IssueNumberAsync(profile, stop);

    /// <summary>Asks the engine now.</summary>
    public async Task<Session> CheckAsync(string profile, CancellationToken stop)
    {
        if (profiles[profile].Question is null)
            await book.ChangeAsync(() => [], Now, stop);
        else
            await AskAsync(profiles[profile], answer => new Observation.Checked(answer, Now), stop);
        return book[profile];
    }

    /// <summary>Somebody says that a lost login works again. The engine may know better; else the next run is let in alone.</summary>
    /// <param name="by">For people, for example <c>anna said so</c>.</param>
    public async Task<Session> RecoverAsync(string profile, string by, CancellationToken stop)
    {
        await book.ChangeAsync(() => [], Now, stop);
        if (book[profile].State == SessionState.Lost)
            await AskAsync(profiles[profile], answer => new Observation.Recovery(by, answer, Now), stop);
        return book[profile];
    }

    /// <summary>
    /// The issue of a profile was closed: is the login still lost? Waits for the run that is let in to find out, unless none waits.
    /// </summary>
    /// <param name="key">Of the issue, <c>session:NAME</c>.</param>
    public async Task<bool> IsStillLostAsync(string key, CancellationToken stop)
    {
        var profile = profiles.Keys.FirstOrDefault(name => SessionProfile.KeyOf(name) == key);
        if (profile is null)
            return false;
        if ((await RecoverAsync(profile, "its issue was closed", stop)).State != SessionState.Verifying)
            return book[profile].State == SessionState.Lost;
        if (options.PaidProbe || (await errands.WaitingAsync(profile, stop)).Count > 0)
            await Waiting.UntilAsync(() => book[profile].State != SessionState.Verifying, book.Changed, VerdictPatience, time, stop);
        stop.ThrowIfCancellationRequested();
        return book[profile].State == SessionState.Lost;
    }

    private async Task LookAsync(SessionProfile profile, DateTimeOffset now, CancellationToken stop)
    {
        if (profile.Question is { } question && CredentialsMark.Of(question.CredentialsFile) is var mark && mark != book[profile.Name].Credentials)
            await CredentialsChangedAsync(profile, mark, now, stop);
        var need = CheckPlan.Of(book[profile.Name], profile.Question is not null, options, now);
        if (need == CheckNeed.Ask)
            await AskAsync(profile, answer => new Observation.Checked(answer, now), stop);
        else if (need == CheckNeed.Spared)
            await book.ChangeAsync(() => [(profile.Name, new Observation.Spared(now))], now, stop);
        if (need == CheckNeed.Ask && CheckPlan.NeedsProbe(book[profile.Name], profile, options, now))
            await errands.DoAsync(book[profile.Name], new Errand(ErrandKind.Probe, now.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture), "a check"), stop);
    }

    private async Task CredentialsChangedAsync(SessionProfile profile, CredentialsMark? mark, DateTimeOffset now, CancellationToken stop)
    {
        var session = book[profile.Name];
        if (session.State != SessionState.Lost)
        {
            // The first look is no change.
            var marked = new Observation.Marked(mark, AskAgain: session.Credentials is not null, now);
            await book.ChangeAsync(() => [(profile.Name, marked)], now, stop);
        }
        else if (now - session.LostAt >= Settling)
        {
            var answer = await ask(profile, stop);
            await book.ChangeAsync(
                () => [(profile.Name, new Observation.Marked(mark, AskAgain: false, now)), (profile.Name, new Observation.Recovery("its credentials changed", answer, now))], now, stop);
        }
    }

    private async Task AskAsync(SessionProfile profile, Func<LoginAnswer, Observation> observe, CancellationToken stop)
    {
        var answer = await ask(profile, stop);
        await book.ChangeAsync(() => [(profile.Name, observe(answer))], Now, stop);
    }

    /// <summary>What is done is noted one by one: what a crash repeats has the same occurrence, and changes nothing.</summary>
    private async Task TellAsync(Session session, CancellationToken stop)
    {
        foreach (var errand in session.Owed)
        {
            await errands.DoAsync(session, errand, stop);
            await book.ChangeAsync(() => [(session.Profile, new Observation.Done(1, Now))], Now, stop);
        }
    }
}
