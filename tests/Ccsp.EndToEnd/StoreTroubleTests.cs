using System.Diagnostics;
using System.Net;
using Ccsp.Contracts;
using Ccsp.EndToEnd.Support;
using Ccsp.RedisServers;
using Xunit;

namespace Ccsp.EndToEnd;

/// <summary>
/// Published gateways whose Redis stands still, dies, is full or is out of reach: what they tell, and that nothing acknowledged is lost.
/// </summary>
public sealed class StoreTroubleTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Patience.OfTest)]
    public async Task A_store_that_stands_still_is_told_at_once_and_used_again_when_it_goes_on()
    {
        var still = TimeSpan.FromSeconds(Repository.Full ? 30 : 8);
        await using var group = await Gateways.StartAsync(2, ClusterSetup.Of, Stop);
        var rest = group.All[0].Rest;
        var live = await rest.SubmitAsync(new TaskSubmission { Engine = "alone", Prompt = "12" }, Stop);
        await rest.SeeAsync(live.Id, EventTypes.TaskStarted, Stop);
        group.Redis.Suspend();
        var since = Stopwatch.GetTimestamp();
        await ReadyIsAsync(group, HttpStatusCode.ServiceUnavailable);
        var told = Stopwatch.GetElapsedTime(since);
        var longest = TimeSpan.Zero;
        do
        {
            string[] paths =
            [
                "/api/v1/tasks", $"/api/v1/tasks/{live.Id}", "/api/v1/queue", "/api/v1/instances", "/api/v1/gates",
                $"/api/v1/tasks/{live.Id}/explain",
            ];
            foreach (var path in paths)
                longest = Max(longest, await RefusedAfterAsync(rest, path));
        }
        while (Stopwatch.GetElapsedTime(since) < still);

        group.Redis.Resume();
        since = Stopwatch.GetTimestamp();
        await ReadyIsAsync(group, HttpStatusCode.OK);
        var back = Stopwatch.GetElapsedTime(since);
        var ended = await rest.EndedAsync(live.Id, Stop);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"stood still for {still.TotalSeconds} s: /ready turned after {told.TotalSeconds:0.0} s and was back {back.TotalSeconds:0.0} "
                + $"s after it went on; the longest call took {longest.TotalSeconds:0.0} s; the live run was counted {ended.Runs} "
                + $"times, {ended.Lost} of them lost");
        Assert.Equal(TaskState.Succeeded, ended.State);
        Assert.False(ClusterSetup.HadDoubles(group));
        Assert.InRange(longest, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(10));
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task A_store_that_is_killed_and_started_again_has_everything_that_was_acknowledged()
    {
        await using var group = await Gateways.StartAsync(2, ClusterSetup.Of, Stop);
        var history = new History();
        for (var round = 0; round < 3; round++)
        {
            using var enough = new CancellationTokenSource();
            var submitting = group.All.Select((gateway, n) => SubmitAsync(gateway, history, $"task-{round}-{n}", enough.Token)).ToList();
            await Poll.UntilAsync(() => history.Acknowledged.Count >= 40 * (round + 1), "acknowledged tasks", Stop);
            await group.Redis.KillAsync();
            await group.Redis.StartAgainAsync();
            await ReadyIsAsync(group, HttpStatusCode.OK);
            await enough.CancelAsync();
            await Task.WhenAll(submitting);
        }

        foreach (var id in history.Acknowledged.Values)
            await group.All[0].Rest.EndedAsync(id, Stop);
        TestContext.Current.TestOutputHelper?.WriteLine($"{history.Acknowledged.Count} acknowledged tasks, 3 kills of the server");
        Assert.Empty(await history.CheckAsync(group.All[1].Rest, Stop));
        Assert.False(ClusterSetup.HadDoubles(group));
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task A_full_store_takes_no_new_task_and_live_ones_end()
    {
        await using var group = await Gateways.StartAsync(1, ClusterSetup.Of, Stop);
        var rest = group.All[0].Rest;
        var live = await rest.SubmitAsync(new TaskSubmission { Engine = "alone", Prompt = "2" }, Stop);
        await rest.SeeAsync(live.Id, EventTypes.TaskStarted, Stop);
        await group.Redis.CommandAsync("CONFIG", "SET", "maxmemory", "100kb");
        var refused = await Assert.ThrowsAsync<HttpRequestException>(
            () => rest.SubmitAsync(new TaskSubmission { Engine = "alone", Prompt = "1" }, Stop));
        Assert.Equal(HttpStatusCode.InsufficientStorage, refused.StatusCode);
        Assert.Equal(TaskState.Succeeded, (await rest.EndedAsync(live.Id, Stop)).State);
        await group.Redis.CommandAsync("CONFIG", "SET", "maxmemory", "0");
        await rest.SubmitAsync(new TaskSubmission { Engine = "alone", Prompt = "1" }, Stop);
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task A_store_that_only_answers_reads_is_told_to_load_balancers()
    {
        await using var group = await Gateways.StartAsync(1, ClusterSetup.Of, Stop);
        var rest = group.All[0].Rest;
        await group.Redis.CommandAsync("CONFIG", "SET", "min-replicas-to-write", "1");
        await ReadyIsAsync(group.All[0], HttpStatusCode.ServiceUnavailable);
        Assert.Single((await rest.InstancesAsync(Stop)).Items);
        await group.Redis.CommandAsync("CONFIG", "SET", "min-replicas-to-write", "0");
        await ReadyIsAsync(group.All[0], HttpStatusCode.OK);
        await rest.SubmitAsync(new TaskSubmission { Engine = "alone", Prompt = "1" }, Stop);
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task A_store_that_forbids_a_command_is_told_and_used_again_when_it_allows_it()
    {
        await using var group = await Gateways.StartAsync(1, ClusterSetup.Of, Stop);
        var rest = group.All[0].Rest;
        await group.Redis.CommandAsync("ACL", "SETUSER", "default", "-eval", "-evalsha");
        await ReadyIsAsync(group.All[0], HttpStatusCode.ServiceUnavailable);
        var refused = await Assert.ThrowsAsync<HttpRequestException>(
            () => rest.SubmitAsync(new TaskSubmission { Engine = "alone", Prompt = "1" }, Stop));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        await group.Redis.CommandAsync("ACL", "SETUSER", "default", "+@all");
        await ReadyIsAsync(group.All[0], HttpStatusCode.OK);
        await rest.SubmitAsync(new TaskSubmission { Engine = "alone", Prompt = "1" }, Stop);
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task After_a_store_came_back_empty_instances_know_each_others_keys_and_output()
    {
        await using var group = await Gateways.StartAsync(2, ClusterSetup.Of, Stop);
        await group.Redis.CommandAsync("FLUSHALL");
        await ReadyIsAsync(group, HttpStatusCode.OK);
        List<TaskView> tasks = [];
        while (tasks.Count < 6)
            tasks.Add(await group.All[0].Rest.SubmitAsync(new TaskSubmission { Engine = "shell", Prompt = "sleep 1; echo done" }, Stop));
        foreach (var task in tasks)
        {
            await group.All[0].Rest.SeeAsync(task.Id, EventTypes.TaskOutput, Stop);
            Assert.Equal(TaskState.Succeeded, (await group.All[0].Rest.EndedAsync(task.Id, Stop)).State);
        }
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task An_instance_that_is_cut_off_ends_its_runs_before_others_take_them_over_and_works_again_afterwards()
    {
        var redis = await RedisServer.StartAsync("--appendonly", "yes", "--appendfsync", "always");
        await using var proxy = new ChaosProxy(redis.Port);
        await using var group = await Gateways.StartAsync(2, ClusterSetup.Of, Stop, redis, firstThrough: proxy);
        var (cutOff, other) = (group.All[0], group.All[1]);
        var id = await Gateways.IdOfAsync(cutOff, Stop);
        List<TaskView> tasks = [];
        // Each keeps one of its four slots for urgent tasks; one more would wait until the first has ended.
        while (tasks.Count < 6)
            tasks.Add(await other.Rest.SubmitAsync(new TaskSubmission { Engine = "alone", Prompt = "20 1" }, Stop));
        foreach (var task in tasks)
            await other.Rest.SeeAsync(task.Id, EventTypes.TaskStarted, Stop);
        tasks = [.. await Task.WhenAll(tasks.Select(task => other.Rest.GetAsync(task.Id, Stop)))];
        var its = tasks.Where(task => task.InstanceId == id).ToList();
        Assert.NotEmpty(its);
        proxy.Silence();
        var since = Stopwatch.GetTimestamp();
        await ReadyIsAsync(cutOff, HttpStatusCode.ServiceUnavailable);
        foreach (var task in its)
            await other.Rest.SeeAsync(task.Id, EventTypes.TaskRequeued, Stop);
        var taken = Stopwatch.GetElapsedTime(since);
        Assert.Empty(Survivors.Of(cutOff.DataFolder));
        proxy.Heal();
        await ReadyIsAsync(cutOff, HttpStatusCode.OK);
        foreach (var task in tasks)
            Assert.Equal(TaskState.Succeeded, (await cutOff.Rest.EndedAsync(task.Id, Stop)).State);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{its.Count} runs of the instance that was cut off, all requeued {taken.TotalSeconds:0.0} s after");
        Assert.False(ClusterSetup.HadDoubles(group));
    }

    private static async Task SubmitAsync(GatewayProcess gateway, History history, string name, CancellationToken enough)
    {
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            var key = $"{name}-{i}";
            while (!await TrySubmitAsync(gateway, history, key))
            {
                if (enough.IsCancellationRequested)
                    return;
            }
        }
    }

    /// <summary>What was refused or not answered is repeated under its key.</summary>
    private static async Task<bool> TrySubmitAsync(GatewayProcess gateway, History history, string key)
    {
        try
        {
            history.Told(
                key, (await gateway.Rest.SubmitAsync(new TaskSubmission { Engine = "alone", Prompt = key, Retries = 0 }, Stop, key)).Id);
            return true;
        }
        catch (HttpRequestException ex) when (ex.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            return false;
        }
    }

    private static async Task ReadyIsAsync(Gateways group, HttpStatusCode expected)
    {
        foreach (var gateway in group.All)
            await ReadyIsAsync(gateway, expected);
    }

    private static Task ReadyIsAsync(GatewayProcess gateway, HttpStatusCode expected) => Poll.UntilAsync(
        async () =>
        {
            using var answer = await gateway.Rest.Http.GetAsync(new Uri("/ready", UriKind.Relative), Stop);
            return answer.StatusCode == expected;
        },
        $"/ready to be {expected}",
        Stop);

    private static async Task<TimeSpan> RefusedAfterAsync(Rest rest, string path)
    {
        var since = Stopwatch.GetTimestamp();
        using var answer = await rest.Http.GetAsync(new Uri(path, UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        return Stopwatch.GetElapsedTime(since);
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
