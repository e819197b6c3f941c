using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Logins;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Logins;

/// <summary>The gateway is killed between any two steps; everything the monitor knows is in the file.</summary>
public sealed class SessionRestartTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task A_loss_nobody_had_looked_at_is_seen_after_the_start()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.RoundAsync();
        await fixture.RunAsync(EndingClass.Login);
        fixture.Restart();
        await fixture.RoundAsync();
        Assert.Equal((SessionState.Lost, 1, 1),
            (await fixture.StateAsync(), await fixture.CountAsync(EventTypes.SessionTimeout), fixture.Told.Count));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_restart_after_every_step_of_loss_and_recovery_changes_nothing()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.RunAsync(EndingClass.Login, LoginMonitorFixture.Key);
        fixture.Restart();
        await fixture.RoundAsync();
        fixture.Restart();
        Assert.Equal(SessionState.Lost, await fixture.StateAsync(LoginMonitorFixture.Key));
        await fixture.RoundAsync();
        await fixture.Monitor.RecoverAsync(LoginMonitorFixture.Key, "anna said so", Stop);
        fixture.Restart();
        await fixture.RoundAsync();
        Assert.Equal((SessionState.Verifying, 1),
            (await fixture.StateAsync(LoginMonitorFixture.Key), (await fixture.GateAsync(LoginMonitorFixture.Key))!.Narrowed?.Limit));
        await fixture.AddAsync(LoginMonitorFixture.Key);
        await fixture.AddAsync(LoginMonitorFixture.Key);
        var tried = await fixture.Queue.Start();
        Assert.Equal(0, await fixture.ClaimableAsync());
        fixture.Restart();
        await fixture.EndAsync(tried, EndingClass.Succeeded);
        fixture.Restart();
        await fixture.RoundAsync();
        fixture.Restart();
        await fixture.RoundAsync();
        Assert.Equal(SessionState.Valid, await fixture.StateAsync(LoginMonitorFixture.Key));
        Assert.Equal((1, 1), (await fixture.CountAsync(EventTypes.SessionTimeout), await fixture.CountAsync(EventTypes.SessionRecovered)));
        Assert.Equal(["open", "close"], fixture.Told.Select(text => text.Split(' ')[0]));
    }

    [Fact(Timeout = 30_000)]
    public async Task What_people_are_owed_survives_and_is_repeated_under_the_same_name()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.RunAsync(EndingClass.Login);
        fixture.Trouble = new IOException("the outbox is away");
        await Assert.ThrowsAsync<IOException>(() => fixture.RoundAsync());
        Assert.Equal([LoginFollowUpKind.OpenIssue], (await fixture.StoredAsync()).Owed.Select(followUp => followUp.Kind));
        var occurrence = (await fixture.StoredAsync()).Owed[0].Occurrence;
        fixture.Restart();
        fixture.Trouble = null;
        await fixture.RoundAsync();
        Assert.Equal($"open session:default {occurrence}", Assert.Single(fixture.Told));
        Assert.Empty((await fixture.StoredAsync()).Owed);
        fixture.Restart();
        await fixture.RoundAsync();
        Assert.Single(fixture.Told);
    }

    [Fact(Timeout = 30_000)]
    public async Task State_gate_and_event_are_one_commit()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.RoundAsync();
        fixture.Queue.Execute("CREATE TRIGGER full BEFORE INSERT ON event WHEN NEW.type = 'session.timeout' BEGIN SELECT RAISE(ABORT, 'no "
            + "room for it'); END");
        fixture.Answers[LoginMonitorFixture.Login] = LoginMonitorFixture.Out;
        await fixture.RoundAsync(TimeSpan.FromMinutes(5));
        await fixture.RoundAsync(TimeSpan.FromMinutes(5));
        await Assert.ThrowsAnyAsync<Exception>(() => fixture.RoundAsync(TimeSpan.FromMinutes(5)));
        Assert.Equal((SessionState.Valid, 2, false),
            ((await fixture.StoredAsync()).State, (await fixture.StoredAsync()).ConsecutiveFailures, await fixture.IsHeldAsync()));
        Assert.Equal(SessionState.Valid, await fixture.StateAsync());
        fixture.Queue.Execute("DROP TRIGGER full");
        await fixture.RoundAsync();
        Assert.Equal((SessionState.Lost, true, 1),
            (await fixture.StateAsync(), await fixture.IsHeldAsync(), await fixture.CountAsync(EventTypes.SessionTimeout)));
    }

    [Fact(Timeout = 30_000)]
    public async Task Every_field_of_a_session_comes_back_from_the_file()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.RoundAsync();
        await fixture.RunAsync(EndingClass.Succeeded);
        await fixture.RunAsync(EndingClass.Login);
        await File.WriteAllTextAsync(fixture.Credentials, "{}", Stop);
        fixture.Trouble = new IOException("nobody is told");
        await Assert.ThrowsAsync<IOException>(() => fixture.RoundAsync());
        var before = await fixture.SessionAsync();
        fixture.Restart();
        var after = await fixture.SessionAsync();
        Assert.Equal(before.Owed, after.Owed);
        Assert.Equal(before with { Owed = [] }, after with { Owed = before.Owed } with { Owed = [] });
    }

    [Fact(Timeout = 30_000)]
    public async Task A_verified_login_is_not_lost_again_by_the_old_hold_of_its_gate()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.RoundAsync();
        fixture.Answers[LoginMonitorFixture.Login] = LoginMonitorFixture.Out;
        for (var i = 0; i < 3; i++)
            await fixture.RoundAsync(TimeSpan.FromMinutes(5));
        fixture.Answers[LoginMonitorFixture.Login] = LoginMonitorFixture.In();
        await fixture.Monitor.CheckAsync(LoginMonitorFixture.Login, Stop);
        fixture.Restart();
        await fixture.RoundAsync();
        Assert.Equal((SessionState.Valid, false, 1),
            (await fixture.StateAsync(), await fixture.IsHeldAsync(), await fixture.CountAsync(EventTypes.SessionTimeout)));
    }

    [Fact(Timeout = 30_000)]
    public async Task An_opened_gate_from_before_a_loss_is_not_taken_for_its_end()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.RoundAsync();
        await fixture.Queue.Store.SetGateAsync(
            new GateChange.Close("profile:default", null, "Maintenance.", "anna", fixture.Clock.GetUtcNow()),
            Stop);
        await fixture.Queue.Store.SetGateAsync(new GateChange.Open("profile:default", "anna", fixture.Clock.GetUtcNow()), Stop);
        await fixture.RoundAsync();
        fixture.Answers[LoginMonitorFixture.Login] = LoginMonitorFixture.Out;
        for (var i = 0; i < 3; i++)
            await fixture.RoundAsync(TimeSpan.FromMinutes(5));
        fixture.Restart();
        await fixture.RoundAsync();
        Assert.Equal((SessionState.Lost, true), (await fixture.StateAsync(), await fixture.IsHeldAsync()));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_loss_is_found_behind_thousands_of_events()
    {
        using var fixture = new LoginMonitorFixture();
        await fixture.RoundAsync();
        var items = Enumerable.Range(5000, 2600)
            .Select(number => Submissions.Submit(TestIds.Of(number), Submissions.Simple() with { Priority = Priority.Low })).Chunk(1000);
        foreach (var batch in items)
            await fixture.Queue.Store.SubmitAsync(new SubmitBatch(batch, Atomic: true, fixture.Clock.GetUtcNow()), Stop);
        await fixture.AddAsync(LoginMonitorFixture.Key);
        await fixture.EndAsync(await fixture.Queue.Start(), EndingClass.Login);
        await fixture.RoundAsync();
        Assert.Equal((SessionState.Lost, 1),
            (await fixture.StateAsync(LoginMonitorFixture.Key), await fixture.CountAsync(EventTypes.SessionTimeout)));
        var seq = fixture.Queue.Query("SELECT json_extract(json, '$.seq') FROM record WHERE kind = 'event-cursor'")[0];
        Assert.InRange(long.Parse(seq, CultureInfo.InvariantCulture), 2600, long.MaxValue);
    }
}
