using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Logins;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Logins;

/// <summary>How a lost login comes back, or turns out to be lost still.</summary>
public sealed class SessionRecoveryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task A_login_the_engine_vouches_for_again_lets_all_parked_tasks_resume_at_once()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.RunAsync(EndingClass.Login);
        fixture.Answers[LoginMonitorFixture.Login] = LoginMonitorFixture.Out;
        await fixture.RoundAsync();
        fixture.Answers[LoginMonitorFixture.Login] = LoginMonitorFixture.In();
        Assert.Equal(SessionState.Valid, (await fixture.Monitor.RecoverAsync(LoginMonitorFixture.Login, "anna said so", Stop)).State);
        Assert.False(await fixture.IsHeldAsync());
        Assert.Equal(1, (await fixture.Queue.Sweep()).Due);
        await fixture.RoundAsync();
        Assert.Equal(1, await fixture.CountAsync(EventTypes.SessionRecovered));
        Assert.Equal(["open", "close"], fixture.Told.Select(text => text.Split(' ')[0]));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_key_is_tried_by_one_run_and_verified_when_that_ends_well()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.RunAsync(EndingClass.Login, LoginMonitorFixture.Key);
        await fixture.RoundAsync();
        await fixture.AddAsync(LoginMonitorFixture.Key);
        await fixture.AddAsync(LoginMonitorFixture.Key);
        var tried = await fixture.Monitor.RecoverAsync(LoginMonitorFixture.Key, "anna said so", Stop);
        Assert.Equal((SessionState.Verifying, "anna said so; the next run shows whether it works"), (tried.State, tried.Reason));
        Assert.Equal(0, await fixture.CountAsync(EventTypes.SessionRecovered));
        var first = await fixture.Queue.Start();
        Assert.Equal(0, await fixture.ClaimableAsync());
        await fixture.EndAsync(first, EndingClass.Succeeded);
        await fixture.RoundAsync();
        Assert.Equal(SessionState.Valid, await fixture.StateAsync(LoginMonitorFixture.Key));
        Assert.True(await fixture.ClaimableAsync() >= 1);
        Assert.Equal(1, await fixture.CountAsync(EventTypes.SessionRecovered));
        Assert.Equal(["open", "close"], fixture.Told.Select(text => text.Split(' ')[0]));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_key_that_is_refused_again_is_lost_at_once_and_the_issue_is_told()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.RunAsync(EndingClass.Login, LoginMonitorFixture.Key);
        await fixture.RoundAsync();
        await fixture.Monitor.RecoverAsync(LoginMonitorFixture.Key, "anna said so", Stop);
        await fixture.AddAsync(LoginMonitorFixture.Key);
        await fixture.EndAsync(await fixture.Queue.Start(), EndingClass.Login);
        await fixture.RoundAsync();
        Assert.Equal((SessionState.Lost, true),
            (await fixture.StateAsync(LoginMonitorFixture.Key), await fixture.IsHeldAsync(LoginMonitorFixture.Key)));
        Assert.Equal(2, await fixture.CountAsync(EventTypes.SessionTimeout));
        Assert.Equal(["open", "open"], fixture.Told.Select(text => text.Split(' ')[0]));
        Assert.Equal(2, fixture.Told.Distinct().Count());
    }

    /// <summary>The watch over logins looks once a second: a person may be faster.</summary>
    [Theory(Timeout = 30_000)]
    [InlineData(EndingClass.Billing)]
    [InlineData(EndingClass.Login)]
    public async Task Who_opens_the_gate_before_its_refusal_was_looked_at_is_not_overruled(EndingClass ending)
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.RoundAsync();
        await fixture.RunAsync(ending, LoginMonitorFixture.Key);
        fixture.Pass(TimeSpan.FromMilliseconds(1));
        await fixture.Queue.Store.SetGateAsync(new GateChange.Open("profile:" + LoginMonitorFixture.Key, "anna", fixture.Clock.GetUtcNow()),
            Stop);
        await fixture.RoundAsync();
        await fixture.RoundAsync();
        Assert.Equal((SessionState.Verifying, false),
            (await fixture.StateAsync(LoginMonitorFixture.Key), await fixture.IsHeldAsync(LoginMonitorFixture.Key)));
        Assert.Equal(1, await fixture.CountAsync(EventTypes.GateClosed));
    }

    /// <summary>It tells of the login there was when it began.</summary>
    [Fact]
    public void A_run_from_before_somebody_opened_the_gate_loses_nothing()
    {
        var (options, known) = (new LoginMonitorOptions(), new LoginState { Profile = "ci", State = SessionState.Valid });
        var opened = LoginRules.On(known, new Observation.Recovery("anna opened its gate", Answer: null, SampleTasks.Noon),
            options).Session;
        var old = new Observation.Refused(Billing: false, "Invalid API key",
            SampleTasks.Noon.AddSeconds(5)) { Began = SampleTasks.Noon.AddSeconds(-5) };
        var step = LoginRules.On(opened, old, options);
        Assert.Equal((SessionState.Valid, GateMove.Leave), (step.Session.State, step.Gate));
        Assert.Equal(SessionState.Lost, LoginRules.On(opened, old with { Began = SampleTasks.Noon.AddSeconds(1) }, options).Session.State);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(EndingClass.Network)]
    [InlineData(EndingClass.Crashed)]
    [InlineData(EndingClass.Throttled)]
    public async Task A_run_that_ends_otherwise_leaves_the_question_open(EndingClass ending)
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.RunAsync(EndingClass.Login, LoginMonitorFixture.Key);
        await fixture.Monitor.RecoverAsync(LoginMonitorFixture.Key, "anna said so", Stop);
        await fixture.AddAsync(LoginMonitorFixture.Key);
        await fixture.EndAsync(await fixture.Queue.Start(), ending);
        await fixture.RoundAsync();
        Assert.Equal(SessionState.Verifying, await fixture.StateAsync(LoginMonitorFixture.Key));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_person_whom_the_engine_contradicts_changes_nothing()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.RunAsync(EndingClass.Login);
        await fixture.RoundAsync();
        fixture.Answers[LoginMonitorFixture.Login] = LoginMonitorFixture.Out;
        var session = await fixture.Monitor.RecoverAsync(LoginMonitorFixture.Login, "anna said so", Stop);
        Assert.Equal((SessionState.Lost, "not logged in"), (session.State, session.Reason));
        Assert.True(await fixture.IsHeldAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_person_who_opens_the_gate_has_said_so_too()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.RunAsync(EndingClass.Login);
        await fixture.RoundAsync();
        await fixture.Queue.Store.SetGateAsync(new GateChange.Open("profile:default", "anna", fixture.Clock.GetUtcNow()), Stop);
        await fixture.RoundAsync();
        var session = await fixture.SessionAsync();
        Assert.Equal((SessionState.Verifying, "anna opened its gate; the next run shows whether it works"),
            (session.State, session.Reason));
        await fixture.AddAsync();
        await fixture.AddAsync();
        Assert.Equal(1, await fixture.ClaimableAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task Signing_in_is_seen_in_the_credentials_file_and_tried_at_once()
    {
        using var fixture = new LoginMonitorFixture();
        await File.WriteAllTextAsync(fixture.Credentials, "{}", Stop);
        await fixture.RoundAsync();
        await fixture.RunAsync(EndingClass.Login);
        await fixture.RoundAsync();
        await fixture.RoundAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(SessionState.Lost, await fixture.StateAsync());
        await File.WriteAllTextAsync(fixture.Credentials, """{"signed":"in"}""", Stop);
        await fixture.RoundAsync();
        var session = await fixture.SessionAsync();
        Assert.Equal((SessionState.Verifying, "its credentials changed; the next run shows whether it works"),
            (session.State, session.Reason));
        Assert.False(await fixture.IsHeldAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task Signing_in_while_the_gateway_is_away_is_seen_after_its_start()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.RoundAsync();
        await fixture.RunAsync(EndingClass.Login);
        await fixture.RoundAsync();
        await File.WriteAllTextAsync(fixture.Credentials, "{}", Stop);
        fixture.Restart();
        await fixture.RoundAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(SessionState.Verifying, await fixture.StateAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task What_a_refused_run_wrote_to_its_credentials_itself_is_no_sign_of_a_login()
    {
        using var fixture = new LoginMonitorFixture();
        await File.WriteAllTextAsync(fixture.Credentials, "{}", Stop);
        await fixture.RoundAsync();
        await fixture.AddAsync();
        var running = await fixture.Queue.Start();
        await File.WriteAllTextAsync(fixture.Credentials, """{"refused":true}""", Stop);
        await fixture.EndAsync(running, EndingClass.Login);
        await fixture.RoundAsync();
        await fixture.RoundAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(SessionState.Lost, await fixture.StateAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_change_right_after_the_loss_waits_until_the_refused_runs_are_gone()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.RoundAsync();
        await fixture.RunAsync(EndingClass.Login);
        await fixture.RoundAsync();
        await File.WriteAllTextAsync(fixture.Credentials, "{}", Stop);
        await fixture.RoundAsync();
        Assert.Equal(SessionState.Lost, await fixture.StateAsync());
        await fixture.RoundAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(SessionState.Verifying, await fixture.StateAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_closed_issue_of_a_login_that_works_is_done_and_of_one_that_does_not_is_not()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.RunAsync(EndingClass.Login);
        fixture.Answers[LoginMonitorFixture.Login] = LoginMonitorFixture.Out;
        await fixture.RoundAsync();
        Assert.True(await fixture.Monitor.IsStillLostAsync("session:default", Stop));
        fixture.Answers[LoginMonitorFixture.Login] = LoginMonitorFixture.In();
        Assert.False(await fixture.Monitor.IsStillLostAsync("session:default", Stop));
        Assert.False(await fixture.Monitor.IsStillLostAsync("session:default", Stop));
        Assert.False(await fixture.Monitor.IsStillLostAsync("session:unknown", Stop));
    }

    [Theory(Timeout = 30_000)]
    [InlineData(EndingClass.Login, true)]
    [InlineData(EndingClass.Succeeded, false)]
    public async Task Whoever_closed_the_issue_of_a_key_hears_what_the_next_run_says(EndingClass ending, bool lost)
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.RunAsync(EndingClass.Login, LoginMonitorFixture.Key);
        await fixture.RoundAsync();
        var asked = fixture.Monitor.IsStillLostAsync("session:ci", Stop);
        while (await fixture.IsHeldAsync(LoginMonitorFixture.Key))
            await Task.Yield();
        Assert.False(asked.IsCompleted);
        await fixture.Queue.Sweep();
        await fixture.EndAsync(await fixture.Queue.Start(), ending);
        await fixture.RoundAsync();
        Assert.Equal(lost, await asked);
    }

    [Fact(Timeout = 30_000)]
    public async Task Nobody_waits_for_a_run_where_no_task_waits()
    {
        using var fixture = new LoginMonitorFixture();
        var task = await fixture.RunAsync(EndingClass.Login, LoginMonitorFixture.Key);
        await fixture.Queue.Store.ChangeAsync(new TaskChange.Cancel(task.Id, "anna", fixture.Clock.GetUtcNow()), Stop);
        await fixture.RoundAsync();
        Assert.False(await fixture.Monitor.IsStillLostAsync("session:ci", Stop));
        Assert.Equal(SessionState.Verifying, await fixture.StateAsync(LoginMonitorFixture.Key));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_tiny_run_is_paid_for_only_where_that_is_allowed()
    {
        using var fixture = new LoginMonitorFixture(new LoginMonitorOptions { PaidProbe = true });
        await fixture.RoundAsync();
        Assert.StartsWith("probe ci ", Assert.Single(fixture.Told), StringComparison.Ordinal);
        await fixture.RunAsync(EndingClass.Login, LoginMonitorFixture.Key);
        await fixture.RoundAsync();
        await fixture.Monitor.RecoverAsync(LoginMonitorFixture.Key, "anna said so", Stop);
        await fixture.RoundAsync();
        Assert.Equal(["probe", "open", "probe"], fixture.Told.Select(text => text.Split(' ')[0]));
    }
}
