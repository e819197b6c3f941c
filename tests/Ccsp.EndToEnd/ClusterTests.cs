using System.Diagnostics;
using System.Net.Http.Json;
using Ccsp.Contracts;
using Ccsp.EndToEnd.Support;
using Ccsp.RedisServers;
using Xunit;

namespace Ccsp.EndToEnd;

/// <summary>Three published gateways behave as one: whichever is asked, whichever is killed.</summary>
public sealed class ClusterTests
{
    private const string LongRun = "i=0; while [ $i -lt 40 ]; do i=$((i+1)); echo line $i; sleep 0.5; done";
    private const string EndlessRun = "while :; do echo line; sleep 0.5; done";

    [Fact(Timeout = Patience.OfTest)]
    public async Task Nothing_is_lost_or_run_twice_while_instances_are_killed_and_come_back()
    {
        var stop = TestContext.Current.CancellationToken;
        var (tasks, duration) = Repository.Full ? (3_000, TimeSpan.FromMinutes(2)) : (200, TimeSpan.FromSeconds(35));
        await using var group = await Gateways.StartAsync(3, folder => ClusterSetup.Of(folder), stop);
        var history = new History();
        var chaos = new Chaos(group, history, seed: 7);
        var killing = chaos.KillAsync(duration, stop);
        await chaos.SubmitAsync("alone", tasks, stop);
        await killing;
        foreach (var id in history.Acknowledged.Values)
            await group.All[0].Rest.EndedAsync(id, stop);

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{chaos.Kills} kills, {chaos.LongAbsences} long absences, {history.Acknowledged.Count} acknowledged tasks, "
            + $"{await TakenOverAsync(group, history, stop)} taken over");
        Assert.Empty(await history.CheckAsync(group.All[1].Rest, stop));
        Assert.False(ClusterSetup.HadDoubles(group), "a run began while a process of the run before was alive");
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task What_a_dead_instance_ran_is_taken_over_and_left_alone_when_it_returns()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var group = await Gateways.StartAsync(2, folder => ClusterSetup.Of(folder), stop);
        var task = await StartAsync(group, "15 8", stop);
        var owner = await group.OwnerOfAsync(task, stop);
        var other = group.All.Single(process => process != owner);
        var folder = owner.DataFolder;
        var since = Stopwatch.GetTimestamp();
        await owner.KillAsync();
        await other.Rest.SeeAsync(task.Id, EventTypes.TaskRequeued, stop);
        var taken = Stopwatch.GetElapsedTime(since);
        Assert.Empty(Survivors.Of(folder));
        await Poll.UntilAsync(async () => (await other.Rest.GetAsync(task.Id, stop)).State == TaskState.Running, "the second run", stop);
        await owner.StartAgainAsync(stop);
        var ended = await other.Rest.EndedAsync(task.Id, stop);

        TestContext.Current.TestOutputHelper?.WriteLine($"taken over {taken.TotalSeconds:0.0} s after the kill");
        Assert.Equal((TaskState.Succeeded, 2, 1), (ended.State, ended.Runs, ended.Lost));
        Assert.False(ClusterSetup.HadDoubles(group));
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task An_instance_that_returns_in_time_keeps_its_runs()
    {
        var stop = TestContext.Current.CancellationToken;
        // In time, however late the machine lets it start again.
        await using var group = await Gateways.StartAsync(
            2, folder => ClusterSetup.Of(folder) with { MoreSections = """ "heartbeat": { "validSeconds": 300 } """ }, stop);
        var task = await StartAsync(group, LongRun, stop, "shell");
        var owner = await group.OwnerOfAsync(task, stop);
        await owner.KillAsync();
        await owner.StartAgainAsync(stop);
        var ended = await group.All.Single(process => process != owner).Rest.EndedAsync(task.Id, stop);
        Assert.Equal(
            (TaskState.Succeeded, 1, 0, task.InstanceId),
            (
                ended.State, ended.Runs, ended.Lost,
                (await owner.Rest.InstancesAsync(stop)).Items.Single(view => view.Pid == owner.Program.Id).InstanceId));
    }

    [Theory(Timeout = Patience.OfTest)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_of_another_instance_is_cancelled_from_here(bool hints)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var group = await Gateways.StartAsync(2, folder => ClusterSetup.Of(folder), stop);
        var task = await StartAsync(group, EndlessRun, stop, "shell");
        var owner = await group.OwnerOfAsync(task, stop);
        var other = group.All.Single(process => process != owner);
        using var deaf = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var deafening = hints ? Task.CompletedTask : KeepDeafAsync(group.Redis, deaf.Token);
        var since = Stopwatch.GetTimestamp();
        using var cancelled = await other.Rest.Http.PostAsync(new Uri($"/api/v1/tasks/{task.Id}/cancel", UriKind.Relative), null, stop);
        cancelled.EnsureSuccessStatusCode();
        await Poll.UntilAsync(() => Survivors.Of(owner.DataFolder).Count == 0, "the run to be gone", stop);
        var took = Stopwatch.GetElapsedTime(since);
        await deaf.CancelAsync();
        await deafening;
        Assert.Equal(TaskState.Cancelled, (await other.Rest.EndedAsync(task.Id, stop)).State);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"gone {took.TotalSeconds:0.00} s after the cancel, {(hints ? "with" : "without")} pub/sub");
    }

    [Theory(Timeout = Patience.OfTest)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_emergency_stop_given_to_one_instance_ends_the_runs_of_all(bool hints)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var group = await Gateways.StartAsync(3, folder => ClusterSetup.Of(folder), stop);
        List<TaskView> tasks = [];
        for (var i = 0; i < 9; i++)
            tasks.Add(await StartAsync(group, EndlessRun, stop, "shell"));
        using var deaf = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var deafening = hints ? Task.CompletedTask : KeepDeafAsync(group.Redis, deaf.Token);
        var since = Stopwatch.GetTimestamp();
        using var stopping = await group.All[0].Rest.Http.PostAsJsonAsync(
            "/api/v1/emergency-stop", new EmergencyOrder { Reason = "fire" }, CcspJson.Wire.EmergencyOrder, stop);
        stopping.EnsureSuccessStatusCode();
        await Poll.UntilAsync(() => group.All.All(process => Survivors.Of(process.DataFolder).Count == 0), "all runs to be gone", stop);
        var took = Stopwatch.GetElapsedTime(since);
        await deaf.CancelAsync();
        await deafening;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"all gone {took.TotalSeconds:0.00} s after the order, {(hints ? "with" : "without")} pub/sub");
        Assert.All(tasks, task => Assert.NotNull(task.InstanceId));
        Assert.True(tasks.Select(task => task.InstanceId).Distinct().Count() > 1, "all runs were with one instance");
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task Output_and_events_of_a_run_are_the_same_through_every_instance()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var group = await Gateways.StartAsync(3, folder => ClusterSetup.Of(folder), stop);
        var task = await StartAsync(group, "i=0; while [ $i -lt 20 ]; do i=$((i+1)); echo line $i; sleep 0.1; done", stop, "shell");
        var streams = await Task.WhenAll(group.All.Select(process => process.Rest.EventsAsync(task.Id, stop)));
        var expected = string.Concat(Enumerable.Range(1, 20).Select(i => $"line {i}\n"));
        foreach (var (gateway, stream) in group.All.Zip(streams))
        {
            Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(await gateway.Rest.OutputAsync(task.Id, stop)));
            Assert.Equal(20, stream.Count(pair => pair.Event.Type == EventTypes.TaskOutput));
            Assert.Equal(streams[0].Select(pair => pair.Id), stream.Select(pair => pair.Id));
        }
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task Every_instance_tells_of_all_and_any_key_opens_any()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var group = await Gateways.StartAsync(3, folder => ClusterSetup.Of(folder), stop);
        var key = await File.ReadAllTextAsync(Path.Combine(group.All[0].DataFolder, "local.key"), stop);
        foreach (var gateway in group.All)
        {
            using var rest = new Rest(gateway.Url, key);
            var list = await rest.InstancesAsync(stop);
            Assert.Equal(3, list.Global.TotalInstances);
            Assert.Equal(group.All.Select(process => process.Program.Id).Order(), list.Items.Select(view => view.Pid).Order());
            Assert.Equal(3, list.Items.Select(view => view.Url).Distinct().Count());
        }

        await Poll.UntilAsync(
            async () => (await group.All[0].Rest.InstancesAsync(stop)).Items.Count(view => view.Leads) == 1, "one leader", stop);
    }

    /// <summary>A server that drops its subscribers as fast as they come: what is published is not heard.</summary>
    private static async Task KeepDeafAsync(RedisServer redis, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
            await redis.CommandAsync("CLIENT", "KILL", "TYPE", "pubsub");
    }

    /// <summary>Submits one task and waits until it runs.</summary>
    private static async Task<TaskView> StartAsync(Gateways group, string prompt, CancellationToken cancellationToken,
        string engine = "alone")
    {
        var rest = group.All[0].Rest;
        var task = await rest.SubmitAsync(new TaskSubmission { Engine = engine, Prompt = prompt }, cancellationToken);
        await rest.SeeAsync(task.Id, EventTypes.TaskStarted, cancellationToken);
        return await rest.GetAsync(task.Id, cancellationToken);
    }

    private static async Task<int> TakenOverAsync(Gateways group, History history, CancellationToken cancellationToken)
    {
        var taken = 0;
        foreach (var id in history.Acknowledged.Values)
            taken += (await group.All[0].Rest.GetAsync(id, cancellationToken)).Lost;
        return taken;
    }
}
