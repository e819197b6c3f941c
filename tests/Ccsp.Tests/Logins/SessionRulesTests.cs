using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Logins;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Logins;

public sealed class SessionRulesTests
{
    private static readonly LoginMonitorOptions Options = new();
    private static readonly DateTimeOffset At = SampleTasks.Noon;
    private static readonly LoginAnswer In = new LoginAnswer.LoggedIn("claude.ai", null, "max");
    private static readonly LoginAnswer Out = new LoginAnswer.NotLoggedIn("out");
    private static readonly LoginAnswer None = new LoginAnswer.NoAnswer("no such command");

    /// <summary>State before; what is seen; state, gate, events and follow-ups after.</summary>
    public static TheoryData<string, string, string> Table() => new()
    {
        { "unknown", "worked", "valid Leave session.valid" },
        { "unknown", "refused", "lost Hold session.timeout open-issue" },
        { "unknown", "billing", "lost Hold open-issue" },
        { "unknown", "held", "lost Hold session.timeout open-issue" },
        { "unknown", "in", "valid Leave session.valid" },
        { "unknown", "out", "unknown Leave" },
        { "unknown", "none", "unknown Leave" },
        { "unknown", "said/in", "valid Leave session.valid" },
        { "unknown", "said", "unknown Leave" },
        { "valid", "worked", "valid Leave" },
        { "valid", "refused", "lost Hold session.timeout open-issue" },
        { "valid", "billing", "lost Hold open-issue" },
        { "valid", "held", "lost Hold session.timeout open-issue" },
        { "valid", "in", "valid Leave" },
        { "valid", "out", "valid Leave" },
        { "valid", "none", "valid Leave" },
        { "valid", "spared", "valid Leave" },
        { "valid", "said/out", "valid Leave" },
        { "valid", "said", "valid Leave" },
        { "valid failed twice", "out", "lost Hold session.timeout open-issue" },
        { "valid failed twice", "none", "valid Leave" },
        { "unknown failed twice", "out", "lost Hold session.timeout open-issue" },
        { "valid expires soon", "passed", "expiring Leave warn" },
        { "valid expires late", "passed", "valid Leave" },
        { "expiring warned", "passed", "expiring Leave" },
        { "expiring warned", "refused", "lost Hold session.timeout open-issue" },
        { "expiring warned", "in", "valid Leave" },
        { "lost by check", "worked", "valid Open session.recovered close-issue" },
        { "lost by check", "in", "valid Open session.recovered close-issue" },
        { "lost by check", "out", "lost Leave" },
        { "lost by check", "none", "lost Leave" },
        { "lost by check", "refused", "lost Hold" },
        { "lost by check", "held", "lost Leave" },
        { "lost by check", "said/in", "valid Open session.recovered close-issue" },
        { "lost by check", "said/out", "lost Leave" },
        { "lost by check", "said/none", "verifying Open" },
        { "lost by check", "said", "verifying Open" },
        { "lost by refusal", "worked", "lost Leave" },
        { "lost by refusal", "in", "lost Leave" },
        { "lost by refusal", "out", "lost Leave" },
        { "lost by refusal", "refused", "lost Hold" },
        { "lost by refusal", "said/in", "verifying Open" },
        { "lost by refusal", "said/out", "lost Leave" },
        { "lost by refusal", "said/none", "verifying Open" },
        { "lost by refusal", "passed", "lost Leave" },
        { "lost by billing", "in", "lost Leave" },
        { "lost by billing", "said/in", "verifying Open" },
        { "lost by billing", "said/out", "lost Leave" },
        { "verifying", "worked", "valid Open session.recovered close-issue" },
        { "verifying", "refused", "lost Hold session.timeout open-issue" },
        { "verifying", "refused before it", "verifying Leave" },
        { "verifying", "billing", "lost Hold open-issue" },
        { "verifying", "held", "lost Hold session.timeout open-issue" },
        { "verifying", "held before it", "verifying Leave" },
        { "verifying", "in", "verifying Leave" },
        { "verifying", "out", "lost Hold session.timeout open-issue" },
        { "verifying", "none", "verifying Leave" },
        { "verifying", "said/in", "verifying Leave" },
        { "verifying", "said", "verifying Leave" },
    };

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Table))]
    public Task Each_observation_leads_where_the_table_says(string before, string seen, string after) => Task.Run(() =>
    {
        var step = LoginRules.On(Before(before), Seen(seen), Options);
        var told = string.Join(' ', new[] { EnumNames<SessionState>.Of(step.Session.State), step.Gate.ToString() }
            .Concat(step.Facts.Select(fact => fact.Type))
            .Concat(step.Session.Owed.Select(followUp => EnumNames<LoginFollowUpKind>.Of(followUp.Kind))));
        Assert.Equal(after, told);
    }, TestContext.Current.CancellationToken);

    [Theory(Timeout = 30_000)]
    [InlineData("unknown")]
    [InlineData("valid")]
    [InlineData("valid expires soon")]
    [InlineData("expiring warned")]
    [InlineData("lost by check")]
    [InlineData("lost by refusal")]
    [InlineData("lost by billing")]
    [InlineData("verifying")]
    public Task Only_one_run_at_a_time_is_let_in_while_a_login_is_tried(string before) => Task.Run(() =>
    {
        foreach (var seen in (string[])["worked", "refused", "in", "out", "none", "said", "said/in", "said/out", "passed"])
        {
            var after = LoginRules.On(Before(before), Seen(seen), Options).Session;
            Assert.Equal(after.State == SessionState.Verifying, after.Narrowed is not null);
            Assert.Equal(after.State == SessionState.Lost, after.LostAt is not null && after.State != SessionState.Verifying);
        }
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task A_good_run_between_failed_checks_makes_them_start_from_one() => Task.Run(() =>
    {
        var session = On(Before("valid"), "out", "out", "worked", "out", "out");
        Assert.Equal((SessionState.Valid, 2, "out"), (session.State, session.ConsecutiveFailures, session.LastError));
        Assert.Equal(SessionState.Lost, On(session, "out").State);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task A_login_the_engine_itself_denies_is_verified_by_the_engine_alone() => Task.Run(() =>
    {
        var session = On(Before("valid"), "refused", "out");
        Assert.Equal((SessionState.Lost, LossCause.Check), (session.State, session.LostBy));
        Assert.Equal(SessionState.Valid, On(session, "in").State);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task A_loss_keeps_what_a_person_needs_to_know() => Task.Run(() =>
    {
        var lost = On(Before("valid"), "worked", "refused");
        Assert.Equal((At, LossCause.Refusal, "Invalid API key", 1), (lost.LostAt, lost.LostBy, lost.Reason, lost.ConsecutiveFailures));
        Assert.False(lost.IsValid);
        var back = On(lost, "said/in", "worked");
        Assert.Equal((null, null, null, 0, true), (back.LostAt, back.LostBy, back.Reason, back.ConsecutiveFailures, back.IsValid));
        Assert.Equal([LoginFollowUpKind.OpenIssue, LoginFollowUpKind.CloseIssue], back.Owed.Select(followUp => followUp.Kind));
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task A_paid_probe_is_spent_only_where_it_is_allowed() => Task.Run(() =>
    {
        var tried = LoginRules.On(Before("lost by refusal"), Seen("said"), Options with { PaidProbe = true }).Session;
        Assert.Equal([LoginFollowUpKind.Probe], tried.Owed.Select(followUp => followUp.Kind));
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task A_login_is_narrowed_from_ten_minutes_before_its_expiry_until_a_run_has_worked_after_it() => Task.Run(() =>
    {
        var expiresAt = At.AddHours(2);
        var session = Before("valid") with { LoginExpiresAt = expiresAt, AskedAt = At };
        Assert.Null(Pass(session, expiresAt.AddMinutes(-10).AddMilliseconds(-1)).Narrowed);
        Assert.NotNull(Pass(session, expiresAt.AddMinutes(-10)).Narrowed);
        Assert.NotNull(Pass(session, expiresAt.AddHours(5)).Narrowed);
        Assert.NotNull(Worked(session, expiresAt.AddSeconds(-1)).Narrowed);
        var renewed = Worked(session, expiresAt.AddSeconds(1));
        Assert.Equal((null, null, null, SessionState.Valid), (renewed.Narrowed, renewed.LoginExpiresAt, renewed.AskedAt, renewed.State));
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task A_new_expiry_is_warned_of_anew_and_the_same_one_is_not() => Task.Run(() =>
    {
        var warned = Pass(Before("valid") with { LoginExpiresAt = At.AddHours(20) }, At);
        Assert.Single(Pass(warned, At.AddHours(1)).Owed);
        var renewed = LoginRules.On(warned, new Observation.Checked(new LoginAnswer.LoggedIn("claude.ai", At.AddHours(30), null), At),
            Options).Session;
        Assert.Equal(SessionState.Valid, renewed.State);
        Assert.Equal(2, Pass(renewed, At.AddHours(7)).Owed.Count);
    }, TestContext.Current.CancellationToken);

    private static LoginState Pass(LoginState session, DateTimeOffset now) =>
        LoginRules.On(session, new Observation.Passed(now), Options).Session;

    private static LoginState Worked(LoginState session, DateTimeOffset now) =>
        LoginRules.On(session, new Observation.Worked(now), Options).Session;

    private static LoginState On(LoginState session, params string[] seen) =>
        seen.Aggregate(session, (before, text) => LoginRules.On(before, Seen(text), Options).Session);

    private static LoginState Before(string text)
    {
        var session = new LoginState { Profile = "default" };
        var lost = session with { State = SessionState.Lost, LostAt = At.AddMinutes(-1), Reason = "gone" };
        var valid = session with { State = SessionState.Valid };
        return text switch
        {
            "unknown" => session,
            "unknown failed twice" => session with { ConsecutiveFailures = 2 },
            "valid" => valid,
            "valid failed twice" => valid with { ConsecutiveFailures = 2 },
            "valid expires soon" => valid with { LoginExpiresAt = At.AddHours(23) },
            "valid expires late" => valid with { LoginExpiresAt = At.AddHours(25) },
            "expiring warned" =>
                session with { State = SessionState.Expiring, LoginExpiresAt = At.AddHours(23), WarnedOf = At.AddHours(23) },
            "lost by check" => lost with { LostBy = LossCause.Check },
            "lost by refusal" => lost with { LostBy = LossCause.Refusal },
            "lost by billing" => lost with { LostBy = LossCause.Billing },
            "verifying" => lost with { State = SessionState.Verifying, LostBy = LossCause.Refusal, OpenedAt = At.AddSeconds(-1) },
            _ => throw new ArgumentException(text, nameof(text)),
        };
    }

    private static Observation Seen(string text) => text switch
    {
        "worked" => new Observation.Worked(At),
        "refused" => new Observation.Refused(Billing: false, "Invalid API key", At),
        "refused before it" => new Observation.Refused(Billing: false, "Invalid API key", At) { Began = At.AddSeconds(-2) },
        "billing" => new Observation.Refused(Billing: true, "Credit balance is too low", At),
        "held" => new Observation.Held("The provider refuses the sign-in.", At),
        "held before it" => new Observation.Held("The provider refuses the sign-in.", At.AddSeconds(-1)),
        "in" => new Observation.Checked(In, At),
        "out" => new Observation.Checked(Out, At),
        "none" => new Observation.Checked(None, At),
        "spared" => new Observation.Spared(At),
        "said" => new Observation.Recovery("anna said so", null, At),
        "said/in" => new Observation.Recovery("anna said so", In, At),
        "said/out" => new Observation.Recovery("anna said so", Out, At),
        "said/none" => new Observation.Recovery("anna said so", None, At),
        "passed" => new Observation.Passed(At),
        _ => throw new ArgumentException(text, nameof(text)),
    };
}
