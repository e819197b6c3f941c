using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Records;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Logins;
using Ccsp.Gateway.Tasks;
using Ccsp.RedisServers;
using Ccsp.Tests.Queue.Redis;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Logins;

/// <summary>Logins of one store, watched by one instance after the other and looked at by all.</summary>
public sealed class SharedSessionTests
{
    private const string Profile = "p";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact(Timeout = 60_000)]
    public async Task Whoever_looks_sees_what_is_now_and_writes_nothing()
    {
        await using var two = await TwoWriters.StartAsync();
        var (leader, idle) = (Monitor(two.One), Monitor(two.Other));
        Assert.Equal(SessionState.Unknown, (await SessionAsync(idle)).State);
        await RefusedAsync(two);
        var before = await KeysAsync(two);
        Assert.Equal(SessionState.Lost, (await SessionAsync(idle)).State);
        Assert.Equal(before, await KeysAsync(two));

        await leader.RunOnceAsync(Now, Stop);
        await leader.RecoverAsync(Profile, "anna said so", Stop);
        before = await KeysAsync(two);
        Assert.Contains("consecutiveFailures", before, StringComparison.Ordinal);
        Assert.Equal(SessionState.Verifying, (await SessionAsync(idle)).State);
        Assert.Equal(before, await KeysAsync(two));
        Assert.Equal(1, await TimeoutsAsync(two));
    }

    [Fact(Timeout = 60_000)]
    public async Task Leadership_that_goes_and_comes_back_loses_no_login_twice()
    {
        await using var two = await TwoWriters.StartAsync();
        var (one, other) = (Monitor(two.One), Monitor(two.Other));
        await one.RunOnceAsync(Now, Stop);
        await RefusedAsync(two);
        await other.RunOnceAsync(Now, Stop);
        await other.RecoverAsync(Profile, "anna said so", Stop);
        await WorkedAsync(two);
        await other.RunOnceAsync(Now, Stop);
        Assert.Equal(SessionState.Valid, (await SessionAsync(other)).State);
        await one.RunOnceAsync(Now, Stop);
        Assert.Equal(SessionState.Valid, (await SessionAsync(one)).State);
        Assert.Equal(1, await TimeoutsAsync(two));
        Assert.DoesNotContain(await two.One.Store.GatesAsync(Stop), gate => gate.Closed);
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_two_who_see_the_same_loss_one_tells_it()
    {
        await using var two = await TwoWriters.StartAsync();
        await RefusedAsync(two);
        var held = Held.At(two.One.Proxy, "EVALSHA");
        var watching = Monitor(two.One).RunOnceAsync(Now, Stop);
        await held.Reached;
        await Monitor(two.Other).RunOnceAsync(Now, Stop);
        held.Release();
        await watching;
        Assert.Equal(1, await TimeoutsAsync(two));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_credentials_of_another_machine_are_no_sign_that_somebody_signed_in()
    {
        using var home = new TempFolder();
        await File.WriteAllTextAsync(home["one"], "{}", Stop);
        await File.WriteAllTextAsync(home["other"], "{ }", Stop);
        await using var two = await TwoWriters.StartAsync();
        await RefusedAsync(two);
        var one = Monitor(two.One, home["one"], "a");
        await one.RunOnceAsync(Now, Stop);
        Assert.Equal(SessionState.Lost, (await SessionAsync(one)).State);
        var other = Monitor(two.Other, home["other"], "b");
        await other.RunOnceAsync(Now.AddMinutes(1), Stop);
        Assert.Equal(SessionState.Lost, (await SessionAsync(other)).State);
    }

    private static LoginMonitor Monitor(Writer writer, string? credentials = null, string instance = "a")
    {
        var question = credentials is null ? null
            : new LoginQuestion("claude", [], new Dictionary<string, string>(), LoginKind.Login, Path.GetDirectoryName(credentials)!,
            credentials);
        var profiles = new Dictionary<string, LoginProfile> { [Profile] = new(Profile, "claude", question, null) };
        var options = new LoginMonitorOptions();
        var states = new LoginStateStore(new QueueRecords(writer.Store.Records, TimeProvider.System), writer.Store, profiles, options,
            new LoginWatcher(instance));
        return new LoginMonitor(
            states, (_, _) => Task.FromResult<LoginAnswer>(new LoginAnswer.NoAnswer("nobody asks")),
                new LoginFollowUps(writer.Store, LoginAlerts.None, profiles), profiles, options,
            new LoginWatcher(instance), TimeProvider.System);
    }

    private static async Task<LoginState> SessionAsync(LoginMonitor monitor) => Assert.Single(await monitor.ListAsync(Stop));

    private static async Task RefusedAsync(TwoWriters two)
    {
        var task = await StartAsync(two);
        await two.One.Store.FinishAsync(
            new RunFinished
            {
                TaskId = task.Id, Token = task.Lease!.Token, Ending = SampleTasks.Ending(EndingClass.Login), Jitter = 0.5, Now = Now,
                Holds = [new GateHold(GateNames.Profile(Profile), null, "Invalid API key", GateActors.Provider)],
            },
            Stop);
    }

    private static async Task WorkedAsync(TwoWriters two)
    {
        await two.One.Store.SweepAsync(new SweepRequest(Now, 0.5, 100, new RetentionOptions()), Stop);
        var task = await StartAsync(two);
        await TwoWriters.FinishAsync(two.One, task);
    }

    private static async Task<AgentTask> StartAsync(TwoWriters two)
    {
        await two.AddAsync(two.One, Submissions.Simple() with { Profile = Profile });
        var task = (await TwoWriters.ClaimAsync(two.One, "a", limit: 1))[0].Task;
        Assert.IsType<LeaseOutcome.Applied>(await TwoWriters.ConfirmAsync(two.One, task));
        return (await two.One.Store.GetAsync(task.Id, Stop))!.Task;
    }

    private static async Task<int> TimeoutsAsync(TwoWriters two) =>
        (await two.One.Store.EventsAsync(new EventQuery(null, 0, 1_000), Stop)).Count(stored => stored.Type == EventTypes.SessionTimeout);

    private static async Task<string> KeysAsync(TwoWriters two) =>
        await two.Server.CommandAsync("HGETALL", $"{Writer.Keys.Records(LoginRecords.States.Name)}")
        + await two.Server.CommandAsync("HGETALL", $"{Writer.Keys.Records(EventCursor.Kind.Name)}")
        + await two.Server.CommandAsync("HGETALL", $"{Writer.Keys.Meta}");
}
