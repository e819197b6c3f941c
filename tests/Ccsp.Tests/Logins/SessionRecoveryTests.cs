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
        using var yard = new LoginMonitorFixture();
        await yard.RunAsync(EndingClass.Login);
        yard.Answers[LoginMonitorFixture.Login] = LoginMonitorFixture.Out;
        await yard.RoundAsync();
        yard.Answers[LoginMonitorFixture.Login] = LoginMonitorFixture.In();
        Assert.Equal(SessionState.Valid, (await yard.Monitor.RecoverAsync(LoginMonitorFixture.Login, "anna said so", Stop)).State);
        Assert.False(await yard.IsHeldAsync());
        Assert.Equal(1, (await yard.Queue.Sweep()).Due);
        await yard.RoundAsync();
        Assert.Equal(1, await yard.CountAsync(EventTypes.SessionRecovered));
        Assert.Equal(["open", "close"], yard.Told.Select(text => text.Split(' ')[0]));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_key_is_tried_by_one_run_and_verified_when_that_ends_well()
    {
        using var yard = new LoginMonitorFixture();
        await yard.RunAsync(EndingClass.Login, LoginMonitorFixture.Key);
        await yard.RoundAsync();
        await yard.AddAsync(LoginMonitorFixture.Key);
        await yard.AddAsync(LoginMonitorFixture.Key);
        var tried = await yard.Monitor.RecoverAsync(LoginMonitorFixture.Key, "anna said so", Stop);
        Assert.Equal((SessionState.Verifying, "anna said so; the next run shows whether it works"), (tried.State, tried.Reason));
        Assert.Equal(0, await yard.CountAsync(EventTypes.SessionRecovered));
        var first = await yard.Queue.Start();
        Assert.Equal(0, await yard.ClaimableAsync());
        await yard.EndAsync(first, EndingClass.Succeeded);
        await yard.RoundAsync();
        Assert.Equal(SessionState.Valid, await yard.StateAsync(LoginMonitorFixture.Key));
        Assert.True(await yard.ClaimableAsync() >= 1);
        Assert.Equal(1, await yard.CountAsync(EventTypes.SessionRecovered));
        Assert.Equal(["open", "close"], yard.Told.Select(text => text.Split(' ')[0]));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_key_that_is_refused_again_is_lost_at_once_and_the_issue_is_told()
    {
        using var yard = new LoginMonitorFixture();
        await yard.RunAsync(EndingClass.Login, LoginMonitorFixture.Key);
        await yard.RoundAsync();
        await yard.Monitor.RecoverAsync(LoginMonitorFixture.Key, "anna said so", Stop);
        await yard.AddAsync(LoginMonitorFixture.Key);
        await yard.EndAsync(await yard.Queue.Start(), EndingClass.Login);
        await yard.RoundAsync();
        Assert.Equal((SessionState.Lost, true),
            (await yard.StateAsync(LoginMonitorFixture.Key), await yard.IsHeldAsync(LoginMonitorFixture.Key)));
        Assert.Equal(2, await yard.CountAsync(EventTypes.SessionTimeout));
        Assert.Equal(["open", "open"], yard.Told.Select(text => text.Split(' ')[0]));
        Assert.Equal(2, yard.Told.Distinct().Count());
    }

    /// <summary>The watch over logins looks once a second: a person may be faster.</summary>
    [Theory(Timeout = 30_000)]
    [InlineData(EndingClass.Billing)]
    [InlineData(EndingClass.Login)]
    public async Task Who_opens_the_gate_before_its_refusal_was_looked_at_is_not_overruled(EndingClass ending)
    {
        using var yard = new LoginMonitorFixture();
        await yard.RoundAsync();
        await yard.RunAsync(ending, LoginMonitorFixture.Key);
        yard.Pass(TimeSpan.FromMilliseconds(1));
        await yard.Queue.Store.SetGateAsync(new GateChange.Open("profile:" + LoginMonitorFixture.Key, "anna", yard.Clock.GetUtcNow()),
            Stop);
        await yard.RoundAsync();
        await yard.RoundAsync();
        Assert.Equal((SessionState.Verifying, false),
            (await yard.StateAsync(LoginMonitorFixture.Key), await yard.IsHeldAsync(LoginMonitorFixture.Key)));
        Assert.Equal(1, await yard.CountAsync(EventTypes.GateClosed));
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
        using var yard = new LoginMonitorFixture();
        await yard.RunAsync(EndingClass.Login, LoginMonitorFixture.Key);
        await yard.Monitor.RecoverAsync(LoginMonitorFixture.Key, "anna said so", Stop);
        await yard.AddAsync(LoginMonitorFixture.Key);
        await yard.EndAsync(await yard.Queue.Start(), ending);
        await yard.RoundAsync();
        Assert.Equal(SessionState.Verifying, await yard.StateAsync(LoginMonitorFixture.Key));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_person_whom_the_engine_contradicts_changes_nothing()
    {
        using var yard = new LoginMonitorFixture();
        await yard.RunAsync(EndingClass.Login);
        await yard.RoundAsync();
        yard.Answers[LoginMonitorFixture.Login] = LoginMonitorFixture.Out;
        var session = await yard.Monitor.RecoverAsync(LoginMonitorFixture.Login, "anna said so", Stop);
        Assert.Equal((SessionState.Lost, "not logged in"), (session.State, session.Reason));
        Assert.True(await yard.IsHeldAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_person_who_opens_the_gate_has_said_so_too()
    {
        using var yard = new LoginMonitorFixture();
        await yard.RunAsync(EndingClass.Login);
        await yard.RoundAsync();
        await yard.Queue.Store.SetGateAsync(new GateChange.Open("profile:default", "anna", yard.Clock.GetUtcNow()), Stop);
        await yard.RoundAsync();
        var session = await yard.SessionAsync();
        Assert.Equal((SessionState.Verifying, "anna opened its gate; the next run shows whether it works"),
            (session.State, session.Reason));
        await yard.AddAsync();
        await yard.AddAsync();
        Assert.Equal(1, await yard.ClaimableAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task Signing_in_is_seen_in_the_credentials_file_and_tried_at_once()
    {
        using var yard = new LoginMonitorFixture();
        await File.WriteAllTextAsync(yard.Credentials, "{}", Stop);
        await yard.RoundAsync();
        await yard.RunAsync(EndingClass.Login);
        await yard.RoundAsync();
        await yard.RoundAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(SessionState.Lost, await yard.StateAsync());
        await File.WriteAllTextAsync(yard.Credentials, """{"signed":"in"}""", Stop);
        await yard.RoundAsync();
        var session = await yard.SessionAsync();
        Assert.Equal((SessionState.Verifying, "its credentials changed; the next run shows whether it works"),
            (session.State, session.Reason));
        Assert.False(await yard.IsHeldAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task Signing_in_while_the_gateway_is_away_is_seen_after_its_start()
    {
        using var yard = new LoginMonitorFixture();
        await yard.RoundAsync();
        await yard.RunAsync(EndingClass.Login);
        await yard.RoundAsync();
        await File.WriteAllTextAsync(yard.Credentials, "{}", Stop);
        yard.Restart();
        await yard.RoundAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(SessionState.Verifying, await yard.StateAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task What_a_refused_run_wrote_to_its_credentials_itself_is_no_sign_of_a_login()
    {
        using var yard = new LoginMonitorFixture();
        await File.WriteAllTextAsync(yard.Credentials, "{}", Stop);
        await yard.RoundAsync();
        await yard.AddAsync();
        var running = await yard.Queue.Start();
        await File.WriteAllTextAsync(yard.Credentials, """{"refused":true}""", Stop);
        await yard.EndAsync(running, EndingClass.Login);
        await yard.RoundAsync();
        await yard.RoundAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(SessionState.Lost, await yard.StateAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_change_right_after_the_loss_waits_until_the_refused_runs_are_gone()
    {
        using var yard = new LoginMonitorFixture();
        await yard.RoundAsync();
        await yard.RunAsync(EndingClass.Login);
        await yard.RoundAsync();
        await File.WriteAllTextAsync(yard.Credentials, "{}", Stop);
        await yard.RoundAsync();
        Assert.Equal(SessionState.Lost, await yard.StateAsync());
        await yard.RoundAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(SessionState.Verifying, await yard.StateAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_closed_issue_of_a_login_that_works_is_done_and_of_one_that_does_not_is_not()
    {
        using var yard = new LoginMonitorFixture();
        await yard.RunAsync(EndingClass.Login);
        yard.Answers[LoginMonitorFixture.Login] = LoginMonitorFixture.Out;
        await yard.RoundAsync();
        Assert.True(await yard.Monitor.IsStillLostAsync("session:default", Stop));
        yard.Answers[LoginMonitorFixture.Login] = LoginMonitorFixture.In();
        Assert.False(await yard.Monitor.IsStillLostAsync("session:default", Stop));
        Assert.False(await yard.Monitor.IsStillLostAsync("session:default", Stop));
        Assert.False(await yard.Monitor.IsStillLostAsync("session:unknown", Stop));
    }

    [Theory(Timeout = 30_000)]
    [InlineData(EndingClass.Login, true)]
    [InlineData(EndingClass.Succeeded, false)]
    public async Task Whoever_closed_the_issue_of_a_key_hears_what_the_next_run_says(EndingClass ending, bool lost)
    {
        using var yard = new LoginMonitorFixture();
        await yard.RunAsync(EndingClass.Login, LoginMonitorFixture.Key);
        await yard.RoundAsync();
        var asked = yard.Monitor.IsStillLostAsync("session:ci", Stop);
        while (await yard.IsHeldAsync(LoginMonitorFixture.Key))
            await Task.Yield();
        Assert.False(asked.IsCompleted);
        await yard.Queue.Sweep();
        await yard.EndAsync(await yard.Queue.Start(), ending);
        await yard.RoundAsync();
        Assert.Equal(lost, await asked);
    }

    [Fact(Timeout = 30_000)]
    public async Task Nobody_waits_for_a_run_where_no_task_waits()
    {
        using var yard = new LoginMonitorFixture();
        var task = await yard.RunAsync(EndingClass.Login, LoginMonitorFixture.Key);
        await yard.Queue.Store.ChangeAsync(new TaskChange.Cancel(task.Id, "anna", yard.Clock.GetUtcNow()), Stop);
        await yard.RoundAsync();
        Assert.False(await yard.Monitor.IsStillLostAsync("session:ci", Stop));
        Assert.Equal(SessionState.Verifying, await yard.StateAsync(LoginMonitorFixture.Key));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_tiny_run_is_paid_for_only_where_that_is_allowed()
    {
        using var yard = new LoginMonitorFixture(new LoginMonitorOptions { PaidProbe = true });
        await yard.RoundAsync();
        Assert.StartsWith("probe ci ", Assert.Single(yard.Told), StringComparison.Ordinal);
        await yard.RunAsync(EndingClass.Login, LoginMonitorFixture.Key);
        await yard.RoundAsync();
        await yard.Monitor.RecoverAsync(LoginMonitorFixture.Key, "anna said so", Stop);
        await yard.RoundAsync();
        Assert.Equal(["probe", "open", "probe"], yard.Told.Select(text => text.Split(' ')[0]));
    }
}
