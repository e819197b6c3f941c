using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Logins;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Logins;

/// <summary>How a login is found lost, and what follows from it.</summary>
public sealed class SessionLossTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task One_refused_run_is_a_loss_with_a_hold_an_event_and_one_issue()
    {
        using var fixture = new LoginMonitorFixture();
        var task = await fixture.RunAsync(EndingClass.Login);
        await fixture.RoundAsync();
        var session = await fixture.SessionAsync();
        Assert.Equal((SessionState.Lost, LossCause.Refusal, "It ended as Login.", 1),
            (session.State, session.LostBy, session.Reason, session.ConsecutiveFailures));
        var held = await fixture.GateAsync();
        Assert.Equal((true, null, GateActors.Provider), (held!.Closed, held.ClosedUntil, held.Actor));
        var lost = Assert.Single(await fixture.EventsAsync(EventTypes.SessionTimeout));
        using var data = JsonDocument.Parse(lost.Data);
        Assert.Equal(("default", "It ended as Login."),
            (data.RootElement.GetProperty("profile").GetString(), data.RootElement.GetProperty("reason").GetString()));
        Assert.StartsWith("open session:default ", Assert.Single(fixture.Told), StringComparison.Ordinal);
        var issue = Assert.Single(fixture.Messages);
        Assert.Equal(["urgent", "session-timeout", "requires-manual-action"], issue.Labels);
        Assert.Contains(task.Id, issue.Body, StringComparison.Ordinal);
        Assert.Contains("Tasks that wait: 1", issue.Body, StringComparison.Ordinal);
        Assert.Contains("CLAUDE_CONFIG_DIR=", issue.Body, StringComparison.Ordinal);
        Assert.Contains("/login", issue.Body, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task More_refused_runs_of_a_lost_login_tell_nobody_again()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.AddAsync();
        await fixture.AddAsync();
        var (first, second) = (await fixture.Queue.Start(), await fixture.Queue.Start());
        await fixture.EndAsync(first, EndingClass.Login);
        await fixture.RoundAsync();
        await fixture.EndAsync(second, EndingClass.Login);
        await fixture.RoundAsync();
        Assert.Equal(1, await fixture.CountAsync(EventTypes.SessionTimeout));
        Assert.Single(fixture.Told);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_run_that_is_being_stopped_for_its_login_is_a_loss_before_it_has_ended()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.AddAsync();
        var running = await fixture.Queue.Start();
        await fixture.Queue.Store.ChangeAsync(
            new TaskChange.Stop(running.Id, StopReason.Login, "gateway", fixture.Clock.GetUtcNow()), Stop);
        await fixture.Queue.Store.SetGateAsync(
            new GateChange.Close("profile:default", null, "The provider refuses the sign-in.", GateActors.Provider,
            fixture.Clock.GetUtcNow()), Stop);
        await fixture.RoundAsync();
        Assert.Equal(SessionState.Lost, await fixture.StateAsync());
        var issue = Assert.Single(fixture.Messages).Body;
        Assert.Contains(running.Id, issue, StringComparison.Ordinal);
        Assert.Contains("Tasks that wait: 1", issue, StringComparison.Ordinal);
        await fixture.EndAsync(running, EndingClass.Login);
        await fixture.RoundAsync();
        Assert.Equal((1, 1), (await fixture.CountAsync(EventTypes.SessionTimeout), fixture.Told.Count));
    }

    [Fact(Timeout = 30_000)]
    public async Task One_profile_that_is_lost_leaves_the_other_alone()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.RunAsync(EndingClass.Login, LoginMonitorFixture.Key);
        await fixture.RoundAsync();
        Assert.Equal((SessionState.Lost, SessionState.Valid),
            (await fixture.StateAsync(LoginMonitorFixture.Key), await fixture.StateAsync()));
        await fixture.AddAsync();
        Assert.Equal(1, await fixture.ClaimableAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_command_line_of_a_caller_speaks_for_nobody_else()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.RunAsync(EndingClass.Login, oneShot: true);
        await fixture.RoundAsync();
        Assert.Equal((SessionState.Valid, false), (await fixture.StateAsync(), await fixture.IsHeldAsync()));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_bill_holds_the_profile_and_opens_an_issue_but_ends_no_session()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.RunAsync(EndingClass.Billing);
        await fixture.RoundAsync();
        var session = await fixture.SessionAsync();
        Assert.Equal((SessionState.Lost, LossCause.Billing, "It ended as Billing."), (session.State, session.LostBy, session.Reason));
        Assert.Equal((0, true), (await fixture.CountAsync(EventTypes.SessionTimeout), await fixture.IsHeldAsync()));
        Assert.Contains("pay", Assert.Single(fixture.Messages).Body, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_limit_that_opens_by_itself_is_no_loss()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.RunAsync(EndingClass.Limit);
        await fixture.RoundAsync();
        Assert.Equal(SessionState.Valid, await fixture.StateAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task The_third_failed_check_is_a_loss()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.RoundAsync();
        fixture.Answers[LoginMonitorFixture.Login] = LoginMonitorFixture.Out;
        await fixture.RoundAsync(TimeSpan.FromMinutes(5));
        await fixture.RoundAsync(TimeSpan.FromMinutes(5));
        Assert.Equal((2, false), ((await fixture.SessionAsync()).ConsecutiveFailures, await fixture.IsHeldAsync()));
        await fixture.RoundAsync(TimeSpan.FromMinutes(4));
        Assert.Equal(SessionState.Valid, await fixture.StateAsync());
        await fixture.RoundAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((SessionState.Lost, true), (await fixture.StateAsync(), await fixture.IsHeldAsync()));
        Assert.Equal(1, await fixture.CountAsync(EventTypes.SessionTimeout));
        Assert.Equal(SessionState.Valid, await fixture.StateAsync(LoginMonitorFixture.Key));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_check_that_cannot_be_asked_is_told_and_holds_nothing()
    {
        using var fixture = new LoginMonitorFixture();
        fixture.Answers[LoginMonitorFixture.Login] = new Gateway.Engines.LoginAnswer.NoAnswer("claude is not on the PATH");
        for (var i = 0; i < 5; i++)
            await fixture.RoundAsync(TimeSpan.FromMinutes(5));
        var session = await fixture.SessionAsync();
        Assert.Equal((SessionState.Unknown, 0, "claude is not on the PATH"),
            (session.State, session.ConsecutiveFailures, session.LastError));
        Assert.False(await fixture.IsHeldAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_good_run_spares_the_question_until_the_expiry_is_to_be_asked_again()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.RoundAsync();
        for (var i = 0; i < 11; i++)
        {
            fixture.Pass(TimeSpan.FromMinutes(4));
            await fixture.RunAsync(EndingClass.Succeeded);
            await fixture.RoundAsync(TimeSpan.FromMinutes(1));
        }

        Assert.Single(fixture.Asked, LoginMonitorFixture.Login);
        fixture.Pass(TimeSpan.FromMinutes(4));
        await fixture.RunAsync(EndingClass.Succeeded);
        await fixture.RoundAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(2, fixture.Asked.Count(name => name == LoginMonitorFixture.Login));
    }

    [Fact(Timeout = 30_000)]
    public async Task An_engine_without_a_login_is_known_by_its_runs_alone()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.RoundAsync();
        Assert.Equal(SessionState.Unknown, await fixture.StateAsync("tools"));
        await fixture.Queue.Add(Submissions.Simple() with { Profile = "tools", Engine = "mytool" });
        await fixture.EndAsync(await fixture.Queue.Start(), EndingClass.Succeeded);
        // An engine of another kind may run under the default profile, and says nothing about its login.
        await fixture.Queue.Add(Submissions.Simple() with { Engine = "mytool" });
        await fixture.EndAsync(await fixture.Queue.Start(), EndingClass.Succeeded);
        await fixture.RoundAsync();
        Assert.Equal(SessionState.Valid, await fixture.StateAsync("tools"));
        Assert.Null((await fixture.SessionAsync()).LastValidResponse);
        Assert.DoesNotContain("tools", fixture.Asked);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_hold_from_before_anybody_watched_is_taken_over()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.Queue.Store.SetGateAsync(
            new GateChange.Close("profile:ci", null, "Invalid API key", GateActors.Provider, fixture.Clock.GetUtcNow()), Stop);
        fixture.Queue.Execute("INSERT INTO record (kind, key, version, json) "
            + "SELECT 'event-cursor', 'logins', 1, json_object('reader', 'logins', 'seq', max(seq)) FROM event");
        Assert.Equal((SessionState.Lost, "Invalid API key"),
            ((await fixture.SessionAsync(LoginMonitorFixture.Key)).State, (await fixture.SessionAsync(LoginMonitorFixture.Key)).Reason));
        await fixture.Monitor.RecoverAsync(LoginMonitorFixture.Key, "anna said so", Stop);
        Assert.False(await fixture.IsHeldAsync(LoginMonitorFixture.Key));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_hold_of_a_person_stays_theirs_whatever_becomes_of_the_login()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.AddAsync();
        var running = await fixture.Queue.Start();
        await fixture.Queue.Store.SetGateAsync(
            new GateChange.Close("profile:default", null, "Maintenance.", "anna", fixture.Clock.GetUtcNow()),
            Stop);
        await fixture.EndAsync(running, EndingClass.Login);
        await fixture.RoundAsync();
        Assert.Equal((SessionState.Lost, "anna"), (await fixture.StateAsync(), (await fixture.GateAsync())!.Actor));
        await fixture.Monitor.RecoverAsync(LoginMonitorFixture.Login, "bert said so", Stop);
        Assert.True(await fixture.IsHeldAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_login_that_expires_is_warned_of_once_and_lets_one_run_in_at_a_time_at_its_end()
    {
        using var fixture = new LoginMonitorFixture();
        var expiresAt = fixture.Clock.GetUtcNow().AddHours(30);
        fixture.Answers[LoginMonitorFixture.Login] = LoginMonitorFixture.In(expiresAt: expiresAt);
        await fixture.RoundAsync();
        Assert.Equal((SessionState.Valid, expiresAt),
            ((await fixture.SessionAsync()).State, (await fixture.SessionAsync()).LoginExpiresAt));
        await fixture.RoundAsync(TimeSpan.FromHours(7));
        await fixture.RoundAsync(TimeSpan.FromHours(1));
        Assert.Equal(SessionState.Expiring, await fixture.StateAsync());
        Assert.StartsWith("warn session:default expiry:", Assert.Single(fixture.Told), StringComparison.Ordinal);
        Assert.Null((await fixture.GateAsync())?.Narrowed);

        await fixture.RoundAsync(expiresAt.AddMinutes(-9) - fixture.Clock.GetUtcNow());
        await fixture.AddAsync();
        await fixture.AddAsync();
        Assert.Equal(1, await fixture.ClaimableAsync());
        fixture.Restart();
        await fixture.RoundAsync();
        Assert.Equal(1, (await fixture.GateAsync())?.Narrowed?.Limit);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_first_run_after_the_expiry_puts_the_limit_back()
    {
        using var fixture = new LoginMonitorFixture();
        var expiresAt = fixture.Clock.GetUtcNow().AddMinutes(9);
        fixture.Answers[LoginMonitorFixture.Login] = LoginMonitorFixture.In(expiresAt: expiresAt);
        await fixture.RoundAsync();
        await fixture.RoundAsync(TimeSpan.FromHours(1));
        await fixture.AddAsync();
        await fixture.AddAsync();
        await fixture.AddAsync();
        var first = await fixture.Queue.Start();
        Assert.Equal(0, await fixture.ClaimableAsync());
        fixture.Answers[LoginMonitorFixture.Login] = LoginMonitorFixture.In(expiresAt: expiresAt.AddDays(30));
        await fixture.EndAsync(first, EndingClass.Succeeded);
        await fixture.RoundAsync();
        Assert.Equal(2, await fixture.ClaimableAsync());
        Assert.Null((await fixture.GateAsync())!.Narrowed);
    }
}
