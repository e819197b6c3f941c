using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Logins;
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
        using var yard = new LoginMonitorFixture();
        var task = await yard.RunAsync(EndingClass.Login);
        await yard.RoundAsync();
        var session = await yard.SessionAsync();
        Assert.Equal((SessionState.Lost, LossCause.Refusal, "It ended as Login.", 1),
            (session.State, session.LostBy, session.Reason, session.ConsecutiveFailures));
        var held = await yard.GateAsync();
        Assert.Equal((true, null, GateActors.Provider), (held!.Closed, held.ClosedUntil, held.Actor));
        var lost = Assert.Single(await yard.EventsAsync(EventTypes.SessionTimeout));
        using var data = JsonDocument.Parse(lost.Data);
        Assert.Equal(("default", "It ended as Login."),
            (data.RootElement.GetProperty("profile").GetString(), data.RootElement.GetProperty("reason").GetString()));
        Assert.StartsWith("open session:default ", Assert.Single(yard.Told), StringComparison.Ordinal);
        var issue = Assert.Single(yard.Messages);
        Assert.Equal(["urgent", "session-timeout", "requires-manual-action"], issue.Labels);
        Assert.Contains(task.Id, issue.Body, StringComparison.Ordinal);
        Assert.Contains("Tasks that wait: 1", issue.Body, StringComparison.Ordinal);
        Assert.Contains("CLAUDE_CONFIG_DIR=", issue.Body, StringComparison.Ordinal);
        Assert.Contains("/login", issue.Body, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task More_refused_runs_of_a_lost_login_tell_nobody_again()
    {
        using var yard = new LoginMonitorFixture();
        await yard.AddAsync();
        await yard.AddAsync();
        var (first, second) = (await yard.Queue.Start(), await yard.Queue.Start());
        await yard.EndAsync(first, EndingClass.Login);
        await yard.RoundAsync();
        await yard.EndAsync(second, EndingClass.Login);
        await yard.RoundAsync();
        Assert.Equal(1, await yard.CountAsync(EventTypes.SessionTimeout));
        Assert.Single(yard.Told);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_run_that_is_being_stopped_for_its_login_is_a_loss_before_it_has_ended()
    {
        using var yard = new LoginMonitorFixture();
        await yard.AddAsync();
        var running = await yard.Queue.Start();
        await yard.Queue.Store.SetGateAsync(
            new GateChange.Close("profile:default", null, "The provider refuses the sign-in.", GateActors.Provider,
            yard.Clock.GetUtcNow()), Stop);
        await yard.RoundAsync();
        Assert.Equal(SessionState.Lost, await yard.StateAsync());
        await yard.EndAsync(running, EndingClass.Login);
        await yard.RoundAsync();
        Assert.Equal((1, 1), (await yard.CountAsync(EventTypes.SessionTimeout), yard.Told.Count));
    }

    [Fact(Timeout = 30_000)]
    public async Task One_profile_that_is_lost_leaves_the_other_alone()
    {
        using var yard = new LoginMonitorFixture();
        await yard.RunAsync(EndingClass.Login, LoginMonitorFixture.Key);
        await yard.RoundAsync();
        Assert.Equal((SessionState.Lost, SessionState.Valid), (await yard.StateAsync(LoginMonitorFixture.Key), await yard.StateAsync()));
        await yard.AddAsync();
        Assert.Equal(1, await yard.ClaimableAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_command_line_of_a_caller_speaks_for_nobody_else()
    {
        using var yard = new LoginMonitorFixture();
        await yard.RunAsync(EndingClass.Login, oneShot: true);
        await yard.RoundAsync();
        Assert.Equal((SessionState.Valid, false), (await yard.StateAsync(), await yard.IsHeldAsync()));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_bill_holds_the_profile_and_opens_an_issue_but_ends_no_session()
    {
        using var yard = new LoginMonitorFixture();
        await yard.RunAsync(EndingClass.Billing);
        await yard.RoundAsync();
        var session = await yard.SessionAsync();
        Assert.Equal((SessionState.Lost, LossCause.Billing, "It ended as Billing."), (session.State, session.LostBy, session.Reason));
        Assert.Equal((0, true), (await yard.CountAsync(EventTypes.SessionTimeout), await yard.IsHeldAsync()));
        Assert.Contains("pay", Assert.Single(yard.Messages).Body, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_limit_that_opens_by_itself_is_no_loss()
    {
        using var yard = new LoginMonitorFixture();
        await yard.RunAsync(EndingClass.Limit);
        await yard.RoundAsync();
        Assert.Equal(SessionState.Valid, await yard.StateAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task The_third_failed_check_is_a_loss()
    {
        using var yard = new LoginMonitorFixture();
        await yard.RoundAsync();
        yard.Answers[LoginMonitorFixture.Login] = LoginMonitorFixture.Out;
        await yard.RoundAsync(TimeSpan.FromMinutes(5));
        await yard.RoundAsync(TimeSpan.FromMinutes(5));
        Assert.Equal((2, false), ((await yard.SessionAsync()).ConsecutiveFailures, await yard.IsHeldAsync()));
        await yard.RoundAsync(TimeSpan.FromMinutes(4));
        Assert.Equal(SessionState.Valid, await yard.StateAsync());
        await yard.RoundAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((SessionState.Lost, true), (await yard.StateAsync(), await yard.IsHeldAsync()));
        Assert.Equal(1, await yard.CountAsync(EventTypes.SessionTimeout));
        Assert.Equal(SessionState.Valid, await yard.StateAsync(LoginMonitorFixture.Key));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_check_that_cannot_be_asked_is_told_and_holds_nothing()
    {
        using var yard = new LoginMonitorFixture();
        yard.Answers[LoginMonitorFixture.Login] = new Gateway.Engines.LoginAnswer.NoAnswer("claude is not on the PATH");
        for (var i = 0; i < 5; i++)
            await yard.RoundAsync(TimeSpan.FromMinutes(5));
        var session = await yard.SessionAsync();
        Assert.Equal((SessionState.Unknown, 0, "claude is not on the PATH"),
            (session.State, session.ConsecutiveFailures, session.LastError));
        Assert.False(await yard.IsHeldAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_good_run_spares_the_question_until_the_expiry_is_to_be_asked_again()
    {
        using var yard = new LoginMonitorFixture();
        await yard.RoundAsync();
        for (var i = 0; i < 11; i++)
        {
            yard.Pass(TimeSpan.FromMinutes(4));
            await yard.RunAsync(EndingClass.Succeeded);
            await yard.RoundAsync(TimeSpan.FromMinutes(1));
        }

        Assert.Single(yard.Asked, LoginMonitorFixture.Login);
        yard.Pass(TimeSpan.FromMinutes(4));
        await yard.RunAsync(EndingClass.Succeeded);
        await yard.RoundAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(2, yard.Asked.Count(name => name == LoginMonitorFixture.Login));
    }

    [Fact(Timeout = 30_000)]
    public async Task An_engine_without_a_login_is_known_by_its_runs_alone()
    {
        using var yard = new LoginMonitorFixture();
        await yard.RoundAsync();
        Assert.Equal(SessionState.Unknown, await yard.StateAsync("tools"));
        await yard.Queue.Add(Submissions.Simple() with { Profile = "tools", Engine = "mytool" });
        await yard.EndAsync(await yard.Queue.Start(), EndingClass.Succeeded);
        // An engine of another kind may run under the default profile, and says nothing about its login.
        await yard.Queue.Add(Submissions.Simple() with { Engine = "mytool" });
        await yard.EndAsync(await yard.Queue.Start(), EndingClass.Succeeded);
        await yard.RoundAsync();
        Assert.Equal(SessionState.Valid, await yard.StateAsync("tools"));
        Assert.Null((await yard.SessionAsync()).LastValidResponse);
        Assert.DoesNotContain("tools", yard.Asked);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_hold_from_before_anybody_watched_is_taken_over()
    {
        using var yard = new LoginMonitorFixture();
        await yard.Queue.Store.SetGateAsync(
            new GateChange.Close("profile:ci", null, "Invalid API key", GateActors.Provider, yard.Clock.GetUtcNow()), Stop);
        yard.Queue.Execute("UPDATE session_cursor SET seq = (SELECT max(seq) FROM event)");
        Assert.Equal((SessionState.Lost, "Invalid API key"),
            ((await yard.SessionAsync(LoginMonitorFixture.Key)).State, (await yard.SessionAsync(LoginMonitorFixture.Key)).Reason));
        await yard.Monitor.RecoverAsync(LoginMonitorFixture.Key, "anna said so", Stop);
        Assert.False(await yard.IsHeldAsync(LoginMonitorFixture.Key));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_hold_of_a_person_stays_theirs_whatever_becomes_of_the_login()
    {
        using var yard = new LoginMonitorFixture();
        await yard.AddAsync();
        var running = await yard.Queue.Start();
        await yard.Queue.Store.SetGateAsync(new GateChange.Close("profile:default", null, "Maintenance.", "anna", yard.Clock.GetUtcNow()),
            Stop);
        await yard.EndAsync(running, EndingClass.Login);
        await yard.RoundAsync();
        Assert.Equal((SessionState.Lost, "anna"), (await yard.StateAsync(), (await yard.GateAsync())!.Actor));
        await yard.Monitor.RecoverAsync(LoginMonitorFixture.Login, "bert said so", Stop);
        Assert.True(await yard.IsHeldAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_login_that_expires_is_warned_of_once_and_lets_one_run_in_at_a_time_at_its_end()
    {
        using var yard = new LoginMonitorFixture();
        var expiresAt = yard.Clock.GetUtcNow().AddHours(30);
        yard.Answers[LoginMonitorFixture.Login] = LoginMonitorFixture.In(expiresAt: expiresAt);
        await yard.RoundAsync();
        Assert.Equal((SessionState.Valid, expiresAt), ((await yard.SessionAsync()).State, (await yard.SessionAsync()).LoginExpiresAt));
        await yard.RoundAsync(TimeSpan.FromHours(7));
        await yard.RoundAsync(TimeSpan.FromHours(1));
        Assert.Equal(SessionState.Expiring, await yard.StateAsync());
        Assert.StartsWith("warn session:default expiry:", Assert.Single(yard.Told), StringComparison.Ordinal);
        Assert.Null((await yard.GateAsync())?.Narrowed);

        await yard.RoundAsync(expiresAt.AddMinutes(-9) - yard.Clock.GetUtcNow());
        await yard.AddAsync();
        await yard.AddAsync();
        Assert.Equal(1, await yard.ClaimableAsync());
        yard.Restart();
        await yard.RoundAsync();
        Assert.Equal(1, (await yard.GateAsync())?.Narrowed?.Limit);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_first_run_after_the_expiry_puts_the_limit_back()
    {
        using var yard = new LoginMonitorFixture();
        var expiresAt = yard.Clock.GetUtcNow().AddMinutes(9);
        yard.Answers[LoginMonitorFixture.Login] = LoginMonitorFixture.In(expiresAt: expiresAt);
        await yard.RoundAsync();
        await yard.RoundAsync(TimeSpan.FromHours(1));
        await yard.AddAsync();
        await yard.AddAsync();
        await yard.AddAsync();
        var first = await yard.Queue.Start();
        Assert.Equal(0, await yard.ClaimableAsync());
        yard.Answers[LoginMonitorFixture.Login] = LoginMonitorFixture.In(expiresAt: expiresAt.AddDays(30));
        await yard.EndAsync(first, EndingClass.Succeeded);
        await yard.RoundAsync();
        Assert.Equal(2, await yard.ClaimableAsync());
        Assert.Null((await yard.GateAsync())!.Narrowed);
    }
}
