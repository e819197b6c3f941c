using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Engines;

namespace Ccsp.Gateway.Logins;

/// <summary>Computes the next state of a login from its state and an observation. Pure.</summary>
internal static class LoginRules
{
    public static LoginStep On(LoginState before, Observation seen, LoginMonitorOptions options)
    {
        var step = seen switch
        {
            Observation.Worked => Worked(before, seen.At),
            // It describes the time before somebody repaired the login.
            Observation.Refused old when before.State != SessionState.Lost && old.Began < before.OpenedAt => Stay(before),
            Observation.Refused refused =>
                Refused(before, refused.Billing ? LossCause.Billing : LossCause.Refusal, refused.Message, seen.At),
            Observation.Held held => Held(before, held.Reason, seen.At),
            Observation.Checked check => Checked(before, check.Answer, seen.At),
            Observation.Spared => Stay(before with { LastCheck = seen.At, ConsecutiveFailures = 0 }),
            Observation.Recovery recovery => Recovery(before, recovery, options),
            Observation.Marked marked =>
                Stay(before with { Credentials = marked.Mark, CredentialsOf = marked.By, AskedAt = marked.AskAgain ? null : before.AskedAt,
                LastCheck = marked.AskAgain ? null : before.LastCheck }),
            Observation.Done done => Stay(before with { Owed = [.. before.Owed.Where(followUp => followUp != done.FollowUp)] }),
            Observation.Passed => Stay(before),
            _ => throw new InvalidOperationException($"No rule for {seen}."),
        };
        var began = seen is Observation.Refused { Began: { } begin } ? begin : seen.At;
        return step with { Session = LoginExpiry.Settle(step.Session, seen.At, options), Began = began };
    }

    private static LoginStep Worked(LoginState before, DateTimeOffset at)
    {
        var worked = before with { LastValidResponse = at };
        return before.State switch
        {
            SessionState.Unknown =>
                new LoginStep(Good(worked, SessionState.Valid), [new(EventTypes.SessionValid, "a run shows that it works")]),
            SessionState.Verifying => Recovered(worked, "a run shows that it works", at),
            // The provider accepts the login, whatever the engine reports.
            SessionState.Lost when before.LostBy == LossCause.Check => Recovered(worked, "a run shows that it works", at),
            // The run began before the refusal.
            SessionState.Lost => Stay(worked),
            _ => Stay(Good(worked, before.State)),
        };
    }

    private static LoginStep Refused(LoginState before, LossCause by, string message, DateTimeOffset at)
    {
        var failed = before with { ConsecutiveFailures = before.ConsecutiveFailures + 1, LastError = message };
        return before.State == SessionState.Lost
            ? new LoginStep(failed with { LostBy = by, Reason = message }, [], GateMove.Hold)
            : Lose(failed, by, message, at);
    }

    /// <summary>Our own opening of the gate is newer than any closing before it.</summary>
    private static LoginStep Held(LoginState before, string reason, DateTimeOffset at) =>
        before.State == SessionState.Lost || at <= before.OpenedAt
            ? Stay(before)
            : Lose(before with { ConsecutiveFailures = before.ConsecutiveFailures + 1, LastError = reason }, LossCause.Refusal, reason, at);

    private static LoginStep Checked(LoginState before, LoginAnswer answer, DateTimeOffset at)
    {
        var asked = before with { LastCheck = at, AskedAt = at };
        return answer switch
        {
            LoginAnswer.LoggedIn login =>
                LoggedIn(asked with { AuthMethod = login.Method, LoginExpiresAt = login.ExpiresAt, Plan = login.Plan ?? asked.Plan }, at),
            LoginAnswer.NotLoggedIn not =>
                NotLoggedIn(asked with { ConsecutiveFailures = asked.ConsecutiveFailures + 1, LastError = not.Reason }, not.Reason, at),
            // Says nothing about the login: a program that is missing or too old to report it closes its engine's gate, not this profile.
            LoginAnswer.NoAnswer none => Stay(asked with { LastError = none.Reason }),
            _ => throw new InvalidOperationException($"No rule for {answer}."),
        };
    }

    private static LoginStep LoggedIn(LoginState asked, DateTimeOffset at) => asked.State switch
    {
        SessionState.Unknown =>
            new LoginStep(Good(asked, SessionState.Valid), [new(EventTypes.SessionValid, "the engine says that it is logged in")]),
        SessionState.Lost when asked.LostBy == LossCause.Check => Recovered(asked, "the engine says that it is logged in again", at),
        // The engine does not know what its provider refuses.
        SessionState.Lost or SessionState.Verifying => Stay(asked),
        _ => Stay(Good(asked, asked.State)),
    };

    private static LoginStep NotLoggedIn(LoginState failed, string reason, DateTimeOffset at) => failed.State switch
    {
        // From now on the engine can report a new sign-in.
        SessionState.Lost =>
            Stay(failed with { LostBy = failed.LostBy == LossCause.Billing ? LossCause.Billing : LossCause.Check, Reason = reason }),
        SessionState.Verifying => Lose(failed, LossCause.Check, reason, at),
        _ => failed.ConsecutiveFailures >= LoginMonitorOptions.FailuresAllowed ? Lose(failed, LossCause.Check, reason, at) : Stay(failed),
    };

    private static LoginStep Recovery(LoginState before, Observation.Recovery said, LoginMonitorOptions options)
    {
        // Late reports of earlier runs say nothing about what works now.
        if (before.State != SessionState.Lost && said.Answer is null)
            return Stay(before with { OpenedAt = said.At });
        var step = said.Answer is null ? Stay(before) : Checked(before, said.Answer, said.At);
        // Recovered by the answer, refused by it, or never lost.
        if (before.State != SessionState.Lost || step.Session.State != SessionState.Lost || said.Answer is LoginAnswer.NotLoggedIn)
            return step;
        var tried = step.Session with
        {
            State = SessionState.Verifying,
            Reason = $"{said.By}; the next run shows whether it works",
            OpenedAt = said.At,
            Owed = options.PaidProbe ? [.. step.Session.Owed, new(LoginFollowUpKind.Probe, Occurrence(said.At), said.By)]
                : step.Session.Owed,
        };
        return step with { Session = tried, Gate = GateMove.Open };
    }

    private static LoginStep Lose(LoginState failed, LossCause by, string reason, DateTimeOffset at)
    {
        var lost = failed with
        {
            State = SessionState.Lost,
            LostAt = at,
            LostBy = by,
            Reason = reason,
            Owed = [.. failed.Owed, new(LoginFollowUpKind.OpenIssue, Occurrence(at), reason)],
        };
        // Billing is no login problem: signing in again would not change it.
        return new LoginStep(lost, by == LossCause.Billing ? [] : [new(EventTypes.SessionTimeout, reason)], GateMove.Hold);
    }

    private static LoginStep Recovered(LoginState before, string how, DateTimeOffset at)
    {
        var good = Good(before, SessionState.Valid) with
        {
            LostAt = null,
            LostBy = null,
            Reason = null,
            OpenedAt = at,
            Owed = [.. before.Owed, new(LoginFollowUpKind.CloseIssue, Occurrence(at), how)],
        };
        return new LoginStep(good, [new(EventTypes.SessionRecovered, how)], GateMove.Open);
    }

    private static LoginState Good(LoginState session, SessionState state) =>
        session with { State = state, ConsecutiveFailures = 0, LastError = null };

    private static LoginStep Stay(LoginState session) => new(session, []);

    private static string Occurrence(DateTimeOffset at) => at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
