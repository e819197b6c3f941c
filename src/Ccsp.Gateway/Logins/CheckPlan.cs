using Ccsp.Contracts;

namespace Ccsp.Gateway.Logins;

/// <summary>Decides whether a login must be checked, preferring what runs already proved. Pure.</summary>
internal static class CheckPlan
{
    /// <summary>Runs do not show when the login expires; minimum interval of asking.</summary>
    private static readonly TimeSpan AskAtLeast = TimeSpan.FromHours(1);

    /// <param name="canAsk">Whether the engine can report its login at all.</param>
    public static CheckNeed Of(LoginState session, bool canAsk, LoginMonitorOptions options, DateTimeOffset now)
    {
        // A clock that was set back must not postpone it.
        if (session.LastCheck is { } last && last <= now && now - last < options.Check)
            return CheckNeed.Nothing;
        var worked = session.State != SessionState.Lost && session.LastValidResponse is { } response
            && response >= (session.LastCheck ?? now - options.Check);
        if (worked && (!canAsk || (session.AskedAt is { } asked && asked <= now && now - asked < AskAtLeast)))
            return CheckNeed.Spared;
        return canAsk ? CheckNeed.Ask : CheckNeed.Nothing;
    }

    /// <summary>A key always counts as logged in; only a run can prove otherwise.</summary>
    public static bool NeedsProbe(LoginState session, LoginProfile profile, LoginMonitorOptions options, DateTimeOffset now) =>
        options.PaidProbe && session.State != SessionState.Lost && profile.Question is { } question
        && (question.Kind != Engines.LoginKind.Login || session.LastError is not null)
        && !(now - session.LastValidResponse < options.Check);
}
