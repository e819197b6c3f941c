using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.Gateway.Tasks;
using Ccsp.RedisServers;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue.Redis;

/// <summary>A server that comes back without its last writes, while instances live that have seen them: what they knew counts no more, and
/// nobody misses what is new.</summary>
public sealed class RedisSetbackTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact(Timeout = 60_000)]
    public async Task Numbers_of_events_are_not_given_twice_and_every_instance_hears_what_is_new()
    {
        await using var server = await RedisServer.StartAsync();
        await using var one = await OpenAsync(server);
        await using var other = await OpenAsync(server);
        using var subscription = other.Hub.Subscribe(taskId: null);
        await one.SubmitAsync();
        await server.CommandAsync("SAVE");
        for (var i = 0; i < 5; i++)
            await one.SubmitAsync();
        var lost = await subscription.Events.ReadAsync(Stop);
        while (lost.TaskId != one.Acknowledged[^1])
            lost = await subscription.Events.ReadAsync(Stop);
        var told = 0;
        one.Store.WentBack += () => told++;

        await SetBackAsync(server);
        await one.UntilTakenAsync();
        var fresh = await subscription.Events.ReadAsync(Stop);
        Assert.Equal(one.Acknowledged[^1], fresh.TaskId);
        Assert.True(fresh.Seq > lost.Seq, $"{fresh.Seq} was given before {lost.Seq}");
        Assert.Equal(fresh.Seq, Assert.Single(await other.Store.EventsAsync(new EventQuery(null, lost.Seq, 10), Stop)).Seq);
        Assert.Equal((5, 1), ((await one.LostAsync()).Count, told));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_gate_somebody_closed_meanwhile_is_obeyed()
    {
        await using var server = await RedisServer.StartAsync();
        await using var one = await OpenAsync(server);
        await one.SubmitAsync();
        await server.CommandAsync("SAVE");
        await CloseAsync(one, "profile:elsewhere");
        Assert.Single(await one.Store.PreviewClaimAsync(AsIf(), Stop));

        await SetBackAsync(server);
        // It has seen nothing of what was lost, and its change gets the number that the lost one had.
        await using (var other = await OpenAsync(server))
            await CloseAsync(other, GateNames.Queue);
        Assert.Empty(await AgainAsync(() => ClaimAsync(one)));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cancel_is_seen_by_the_instance_whose_last_step_was_lost()
    {
        await using var server = await RedisServer.StartAsync();
        await using var one = await OpenAsync(server);
        await one.SubmitAsync();
        var claimed = Assert.Single(await ClaimAsync(one));
        await server.CommandAsync("SAVE");
        var (id, token) = (claimed.Task.Id, claimed.Task.Lease!.Token);
        Assert.IsType<LeaseOutcome.Applied>(await one.Store.ConfirmAsync(new RunStarted(id, token, 1, 1, "boot", "c", Now), Stop));

        await SetBackAsync(server);
        await using (var other = await OpenAsync(server))
            await other.Store.ChangeAsync(new TaskChange.Cancel(id, "anna", Now), Stop);
        await AgainAsync(() => one.Store.FinishAsync(
            new RunFinished { TaskId = id, Token = token, Ending = SampleTasks.Ending(EndingClass.Network), Jitter = 0.5, Now = Now },
            Stop));
        Assert.Equal(TaskState.Cancelled, (await one.Store.GetAsync(id, Stop))!.Task.State);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_task_whose_submission_is_gone_ends_and_holds_nobody_up(bool whileLeased)
    {
        await using var server = await RedisServer.StartAsync();
        await using var caller = await OpenAsync(server);
        await caller.SubmitAsync();
        await caller.SubmitAsync();
        var (gone, whole) = (caller.Acknowledged[0], caller.Acknowledged[1]);
        if (whileLeased)
            Assert.Equal(2, (await ClaimAsync(caller)).Count);
        Assert.Equal("1", await server.CommandAsync("HDEL", new QueueKeys("trouble", 1).Submission(gone).ToString(), gone));

        var left = whileLeased ? await caller.Store.LeasesAsync("one", Stop) : await ClaimAsync(caller);
        Assert.Equal(whole, Assert.Single(left).Task.Id);
        var ended = (await caller.Store.GetAsync(gone, Stop))!.Task;
        Assert.Equal((TaskState.Failed, EndingClass.Invalid), (ended.State, ended.Ending!.Class));
        Assert.Equal(2, (await caller.Store.ListAsync(new TaskFilter(), Stop)).Items.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_the_primary_there_is_now_does_not_have_is_not_called_replicated()
    {
        await using var servers = await RedisSentinels.StartAsync();
        await using var link = await RedisLink.OpenAsync(
            new RedisOptions { Endpoints = servers.Endpoints, SentinelMaster = RedisSentinels.Name }, TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, Stop);
        await link.ReadAsync(db => db.StringSetAsync("{replicated}:there", "1"), Stop);
        await link.ReplicatedAsync("{replicated}:there", TimeSpan.FromSeconds(10), Stop);
        await Assert.ThrowsAsync<StoreUnavailable>(() => link.ReplicatedAsync("{replicated}:lost", TimeSpan.FromSeconds(10), Stop));
    }

    private static Task<Caller> OpenAsync(RedisServer server) => Caller.OpenAsync(new RedisOptions { Endpoints = [server.Endpoint] });

    private static Task<IReadOnlyList<ClaimedTask>> ClaimAsync(Caller caller) => caller.Store.ClaimAsync(AsIf(), Stop);

    private static ClaimRequest AsIf() => new("one", 4, 0, 4, 4, Now);

    private static Task<GateState> CloseAsync(Caller caller, string gate) =>
        caller.Store.SetGateAsync(new GateChange.Close(gate, null, "Maintenance.", "anna", Now), Stop);

    /// <summary>Until its connection, which the server's death broke, is made anew.</summary>
    private static async Task<T> AgainAsync<T>(Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (StoreUnavailable)
            {
                Stop.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Back to its last snapshot.</summary>
    private static async Task SetBackAsync(RedisServer server)
    {
        await server.KillAsync();
        await server.StartAgainAsync();
    }
}
