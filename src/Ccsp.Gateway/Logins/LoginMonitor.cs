using Ccsp.Contracts;
using Ccsp.Gateway.Engines;

namespace Ccsp.Gateway.Logins;

/// <summary>
/// Watches the logins of all profiles. One instance does it for all that share a store, so that engines are asked only once; several doing
/// so would reach the same decisions.
/// </summary>
internal sealed class LoginMonitor(
    LoginStateStore states, AskLogin ask, LoginFollowUps followUps, IReadOnlyDictionary<string, LoginProfile> profiles,
    LoginMonitorOptions options, LoginWatcher watcher, TimeProvider time)
{
    /// <summary>Enough time for the profile's refused runs to end and finish writing to its credentials.</summary>
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(10);

    /// <summary>After an issue was closed: how long to wait for the run that shows whether the login works.</summary>
    private static readonly (TimeSpan Limit, TimeSpan Poll) VerdictPatience = (TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));

    public static TimeSpan Every { get; } = TimeSpan.FromSeconds(1);

    public IReadOnlyDictionary<string, LoginProfile> Profiles => profiles;

    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>One round: stored events, credentials files, due checks and pending alerts.</summary>
    public async Task RunOnceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        now = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        var sessions = await states.ChangeAsync([.. profiles.Keys.Select(name => (name, (Observation)new Observation.Passed(now)))], now,
            cancellationToken);
        var current = await Task.WhenAll(
            profiles.Values.Select(profile => CheckIfDueAsync(profile, sessions[profile.Name], now, cancellationToken)));
        foreach (var session in current.OrderBy(session => session.Profile, StringComparer.Ordinal))
            await FollowUpAsync(session, cancellationToken);
    }

    /// <summary>By profile; writes nothing.</summary>
    public async Task<IReadOnlyList<LoginState>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await states.ReadAsync(Now, cancellationToken)).Values.OrderBy(session => session.Profile, StringComparer.Ordinal)];

    public Task<int?> IssueNumberAsync(string profile, CancellationToken cancellationToken) =>
        followUps.IssueNumberAsync(profile, cancellationToken);

    /// <summary>Asks the engine now.</summary>
    public async Task<LoginState> CheckAsync(string profile, CancellationToken cancellationToken) => profiles[profile].Question is null
        ? (await states.ReadAsync(Now, cancellationToken))[profile]
        : await AskAsync(profiles[profile], answer => new Observation.Checked(answer, Now), cancellationToken);

    /// <summary>
    /// Handles a person's claim that a lost login works again. The engine is asked; if it cannot tell, a single run is admitted to find
    /// out.
    /// </summary>
    /// <param name="by">For people, for example <c>anna said so</c>.</param>
    public async Task<LoginState> RecoverAsync(string profile, string by, CancellationToken cancellationToken)
    {
        var session = (await states.ReadAsync(Now, cancellationToken))[profile];
        return session.State == SessionState.Lost
            ? await AskAsync(profiles[profile], answer => new Observation.Recovery(by, answer, Now), cancellationToken) : session;
    }

    /// <summary>
    /// After an issue was closed: whether the login is still lost. Waits for the run that is admitted to find out, unless no task waits.
    /// </summary>
    /// <param name="key">The issue's key, <c>session:NAME</c>.</param>
    public async Task<bool> IsStillLostAsync(string key, CancellationToken cancellationToken)
    {
        var profile = profiles.Keys.FirstOrDefault(name => LoginProfile.KeyOf(name) == key);
        if (profile is null)
            return false;
        var session = await RecoverAsync(profile, "its issue was closed", cancellationToken);
        if (session.State == SessionState.Verifying
            && (options.PaidProbe || (await followUps.WaitingAsync(profile, cancellationToken)).Count > 0))
            session = await VerdictAsync(profile, cancellationToken);
        return session.State == SessionState.Lost;
    }

    /// <summary>The first definite state; the latest one when that takes too long.</summary>
    private async Task<LoginState> VerdictAsync(string profile, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var next = states.Changed.Next;
            var session = (await states.ReadAsync(Now, cancellationToken))[profile];
            if (session.State != SessionState.Verifying || time.GetElapsedTime(start) >= VerdictPatience.Limit)
                return session;
            using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(next, Task.Delay(VerdictPatience.Poll, time, woken.Token));
            await woken.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <returns>The state after the check.</returns>
    private async Task<LoginState> CheckIfDueAsync(LoginProfile profile, LoginState session, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (profile.Question is { } question)
            session = await CheckCredentialsAsync(profile, session, CredentialsMark.Of(question.CredentialsFile), now, cancellationToken);
        var need = CheckPlan.Of(session, profile.Question is not null, options, now);
        if (need == CheckNeed.Spared)
            session = await ObserveAsync(profile, cancellationToken, new Observation.Spared(now));
        if (need != CheckNeed.Ask)
            return session;
        session = await AskAsync(profile, answer => new Observation.Checked(answer, now), cancellationToken);
        if (CheckPlan.NeedsProbe(session, profile, options, now))
            await followUps.DoAsync(session,
                new LoginFollowUp(LoginFollowUpKind.Probe,
                now.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture), "a check"), cancellationToken);
        return session;
    }

    private async Task<LoginState> CheckCredentialsAsync(LoginProfile profile, LoginState session, CredentialsMark? mark,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isOurs = (session.CredentialsOf ?? watcher.InstanceId) == watcher.InstanceId;
        if (isOurs && mark == session.Credentials)
            return session;
        // The first reading is no change, nor is the file of another machine.
        var marked = new Observation.Marked(mark,
            AskAgain: isOurs && session.State != SessionState.Lost && session.Credentials is not null, watcher.InstanceId, now);
        if (session.State != SessionState.Lost || !isOurs)
            return await ObserveAsync(profile, cancellationToken, marked);
        if (now - session.LostAt < SettleTime)
            return session;
        var answer = await ask(profile, cancellationToken);
        return await ObserveAsync(profile, cancellationToken, marked, new Observation.Recovery("its credentials changed", answer, now));
    }

    private async Task<LoginState> AskAsync(LoginProfile profile, Func<LoginAnswer, Observation> observe,
        CancellationToken cancellationToken) =>
        await ObserveAsync(profile, cancellationToken, observe(await ask(profile, cancellationToken)));

    private async Task<LoginState> ObserveAsync(LoginProfile profile, CancellationToken cancellationToken, params Observation[] seen) =>
        (await states.ChangeAsync([.. seen.Select(observation => (profile.Name, observation))], Now, cancellationToken))[profile.Name];

    /// <summary>Each follow-up is recorded when done; one repeated after a crash has the same occurrence and changes nothing.</summary>
    private async Task FollowUpAsync(LoginState session, CancellationToken cancellationToken)
    {
        foreach (var followUp in session.Owed)
        {
            await followUps.DoAsync(session, followUp, cancellationToken);
            await states.ChangeAsync([(session.Profile, new Observation.Done(followUp, Now))], Now, cancellationToken);
        }
    }
}
