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
        using var yard = new LoginMonitorFixture();
        await yard.RoundAsync();
        await yard.RunAsync(EndingClass.Login);
        yard.Restart();
        await yard.RoundAsync();
        Assert.Equal((SessionState.Lost, 1, 1),
            (await yard.StateAsync(), await yard.CountAsync(EventTypes.SessionTimeout), yard.Told.Count));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_restart_after_every_step_of_loss_and_recovery_changes_nothing()
    {
        using var yard = new LoginMonitorFixture();
        await yard.RunAsync(EndingClass.Login, LoginMonitorFixture.Key);
        yard.Restart();
        await yard.RoundAsync();
        yard.Restart();
        Assert.Equal(SessionState.Lost, await yard.StateAsync(LoginMonitorFixture.Key));
        await yard.RoundAsync();
        await yard.Monitor.RecoverAsync(LoginMonitorFixture.Key, "anna said so", Stop);
        yard.Restart();
        await yard.RoundAsync();
        Assert.Equal((SessionState.Verifying, 1),
            (await yard.StateAsync(LoginMonitorFixture.Key), (await yard.GateAsync(LoginMonitorFixture.Key))!.Narrowed?.Limit));
        await yard.AddAsync(LoginMonitorFixture.Key);
        await yard.AddAsync(LoginMonitorFixture.Key);
        var tried = await yard.Queue.Start();
        Assert.Equal(0, await yard.ClaimableAsync());
        yard.Restart();
        await yard.EndAsync(tried, EndingClass.Succeeded);
        yard.Restart();
        await yard.RoundAsync();
        yard.Restart();
        await yard.RoundAsync();
        Assert.Equal(SessionState.Valid, await yard.StateAsync(LoginMonitorFixture.Key));
        Assert.Equal((1, 1), (await yard.CountAsync(EventTypes.SessionTimeout), await yard.CountAsync(EventTypes.SessionRecovered)));
        Assert.Equal(["open", "close"], yard.Told.Select(text => text.Split(' ')[0]));
    }

    [Fact(Timeout = 30_000)]
    public async Task What_people_are_owed_survives_and_is_repeated_under_the_same_name()
    {
        using var yard = new LoginMonitorFixture();
        await yard.RunAsync(EndingClass.Login);
        yard.Trouble = new IOException("the outbox is away");
        await Assert.ThrowsAsync<IOException>(() => yard.RoundAsync());
        Assert.Equal([LoginFollowUpKind.OpenIssue], (await yard.StoredAsync()).Owed.Select(errand => errand.Kind));
        var occurrence = (await yard.StoredAsync()).Owed[0].Occurrence;
        yard.Restart();
        yard.Trouble = null;
        await yard.RoundAsync();
        Assert.Equal($"open session:default {occurrence}", Assert.Single(yard.Told));
        Assert.Empty((await yard.StoredAsync()).Owed);
        yard.Restart();
        await yard.RoundAsync();
        Assert.Single(yard.Told);
    }

    [Fact(Timeout = 30_000)]
    public async Task State_gate_and_event_are_one_commit()
    {
        using var yard = new LoginMonitorFixture();
        await yard.RoundAsync();
        yard.Queue.Execute("CREATE TRIGGER full BEFORE INSERT ON event WHEN NEW.type = 'session.timeout' BEGIN SELECT RAISE(ABORT, 'no "
            + "room for it'); END");
        yard.Answers[LoginMonitorFixture.Login] = LoginMonitorFixture.Out;
        await yard.RoundAsync(TimeSpan.FromMinutes(5));
        await yard.RoundAsync(TimeSpan.FromMinutes(5));
        await Assert.ThrowsAnyAsync<Exception>(() => yard.RoundAsync(TimeSpan.FromMinutes(5)));
        Assert.Equal((SessionState.Valid, 2, false),
            ((await yard.StoredAsync()).State, (await yard.StoredAsync()).ConsecutiveFailures, await yard.IsHeldAsync()));
        Assert.Equal(SessionState.Valid, await yard.StateAsync());
        yard.Queue.Execute("DROP TRIGGER full");
        await yard.RoundAsync();
        Assert.Equal((SessionState.Lost, true, 1),
            (await yard.StateAsync(), await yard.IsHeldAsync(), await yard.CountAsync(EventTypes.SessionTimeout)));
    }

    [Fact(Timeout = 30_000)]
    public async Task Every_field_of_a_session_comes_back_from_the_file()
    {
        using var yard = new LoginMonitorFixture();
        await yard.RoundAsync();
        await yard.RunAsync(EndingClass.Succeeded);
        await yard.RunAsync(EndingClass.Login);
        await File.WriteAllTextAsync(yard.Credentials, "{}", Stop);
        yard.Trouble = new IOException("nobody is told");
        await Assert.ThrowsAsync<IOException>(() => yard.RoundAsync());
        var before = await yard.SessionAsync();
        yard.Restart();
        var after = await yard.SessionAsync();
        Assert.Equal(before.Owed, after.Owed);
        Assert.Equal(before with { Owed = [] }, after with { Owed = before.Owed } with { Owed = [] });
    }

    [Fact(Timeout = 30_000)]
    public async Task A_verified_login_is_not_lost_again_by_the_old_hold_of_its_gate()
    {
        using var yard = new LoginMonitorFixture();
        await yard.RoundAsync();
        yard.Answers[LoginMonitorFixture.Login] = LoginMonitorFixture.Out;
        for (var i = 0; i < 3; i++)
            await yard.RoundAsync(TimeSpan.FromMinutes(5));
        yard.Answers[LoginMonitorFixture.Login] = LoginMonitorFixture.In();
        await yard.Monitor.CheckAsync(LoginMonitorFixture.Login, Stop);
        yard.Restart();
        await yard.RoundAsync();
        Assert.Equal((SessionState.Valid, false, 1),
            (await yard.StateAsync(), await yard.IsHeldAsync(), await yard.CountAsync(EventTypes.SessionTimeout)));
    }

    [Fact(Timeout = 30_000)]
    public async Task An_opened_gate_from_before_a_loss_is_not_taken_for_its_end()
    {
        using var yard = new LoginMonitorFixture();
        await yard.RoundAsync();
        await yard.Queue.Store.SetGateAsync(new GateChange.Close("profile:default", null, "Maintenance.", "anna", yard.Clock.GetUtcNow()),
            Stop);
        await yard.Queue.Store.SetGateAsync(new GateChange.Open("profile:default", "anna", yard.Clock.GetUtcNow()), Stop);
        await yard.RoundAsync();
        yard.Answers[LoginMonitorFixture.Login] = LoginMonitorFixture.Out;
        for (var i = 0; i < 3; i++)
            await yard.RoundAsync(TimeSpan.FromMinutes(5));
        yard.Restart();
        await yard.RoundAsync();
        Assert.Equal((SessionState.Lost, true), (await yard.StateAsync(), await yard.IsHeldAsync()));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_loss_is_found_behind_thousands_of_events()
    {
        using var yard = new LoginMonitorFixture();
        await yard.RoundAsync();
        var items = Enumerable.Range(5000, 2600)
            .Select(number => Submissions.Submit(TestIds.Of(number), Submissions.Simple() with { Priority = Priority.Low })).Chunk(1000);
        foreach (var batch in items)
            await yard.Queue.Store.SubmitAsync(new SubmitBatch(batch, Atomic: true, yard.Clock.GetUtcNow()), Stop);
        await yard.AddAsync(LoginMonitorFixture.Key);
        await yard.EndAsync(await yard.Queue.Start(), EndingClass.Login);
        await yard.RoundAsync();
        Assert.Equal((SessionState.Lost, 1),
            (await yard.StateAsync(LoginMonitorFixture.Key), await yard.CountAsync(EventTypes.SessionTimeout)));
        Assert.InRange(long.Parse(yard.Queue.Query("SELECT seq FROM session_cursor")[0], CultureInfo.InvariantCulture), 2600,
            long.MaxValue);
    }
}
