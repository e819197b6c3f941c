using System.Globalization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Logins;

/// <summary>Handles a login near expiry: one warning, and a single run at a time while any run may renew it. Pure.</summary>
internal static class LoginExpiry
{
    public static LoginState Settle(LoginState session, DateTimeOffset now, LoginMonitorOptions options)
    {
        // A later run succeeded, so it was renewed; the engine knows until when.
        if (session.LoginExpiresAt <= session.LastValidResponse)
            session = session with { LoginExpiresAt = null, AskedAt = null };
        var near = session.LoginExpiresAt - options.Warn <= now;
        session = session.State switch
        {
            SessionState.Valid when near => session with { State = SessionState.Expiring },
            SessionState.Expiring when !near => session with { State = SessionState.Valid },
            _ => session,
        };
        if (session.State == SessionState.Expiring && session.WarnedOf != session.LoginExpiresAt)
            session = Warn(session, session.LoginExpiresAt!.Value);
        return session with { Narrowed = WhyNarrowed(session, now) };
    }

    private static LoginState Warn(LoginState session, DateTimeOffset expiresAt) => session with
    {
        WarnedOf = expiresAt,
        Owed = [.. session.Owed,
            new(LoginFollowUpKind.Warn, expiresAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            $"the login expires at {Time(expiresAt)}")],
    };

    /// <summary>Until a run succeeds after the expiry: the first one renews the login, and a concurrent one would renew it too.</summary>
    private static string? WhyNarrowed(LoginState session, DateTimeOffset now)
    {
        if (session.State == SessionState.Verifying)
            return "its login was lost and is tried again";
        return session.LoginExpiresAt is { } expiresAt && expiresAt - LoginMonitorOptions.NarrowBefore <= now
            ? $"its login expires at {Time(expiresAt)} and is renewed by one run" : null;
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);
}
