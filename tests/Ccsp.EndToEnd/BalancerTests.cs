using Ccsp.Contracts;
using Ccsp.EndToEnd.Support;
using Ccsp.RedisServers;
using Xunit;

namespace Ccsp.EndToEnd;

/// <summary>What lies in <c>deploy/</c> works as it stands: three gateways on the Redis profile behind the load balancer.</summary>
public sealed class BalancerTests
{
    [Fact(Timeout = Patience.OfTest)]
    public async Task Three_gateways_behind_a_balancer_are_one_and_lose_nothing_with_one_of_them()
    {
        var stop = TestContext.Current.CancellationToken;
        var redis = await RedisServer.StartProfileAsync(Path.Combine(Repository.Root, "deploy", "redis.conf"));
        await using var group = await Gateways.StartAsync(
            3, folder => new GatewaySetup { DataFolder = folder, MaxConcurrent = 2, MoreEngines = Shell }, stop, redis);
        await using var balancer = await Balancer.StartAsync(group, stop);
        using var rest = new Rest(balancer.Url, await File.ReadAllTextAsync(Path.Combine(group.All[2].DataFolder, "local.key"), stop));

        var tasks = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => rest.SubmitAsync(Script($"sleep 0.2; echo {i}"), stop)));
        Assert.All(tasks, task => Assert.Equal(Durability.Disk, task.Durability));
        var ended = await Task.WhenAll(tasks.Select(task => rest.EndedAsync(task.Id, stop)));
        Assert.All(ended, task => Assert.Equal(TaskState.Succeeded, task.State));

        var followed = await rest.SubmitAsync(Script("for i in 1 2 3 4 5; do echo line $i; sleep 0.2; done"), stop);
        var events = await rest.EventsAsync(followed.Id, stop);
        Assert.Equal(5, events.Count(pair => pair.Event.Type == EventTypes.TaskOutput));
        Assert.Equal(
            "line 1\nline 2\nline 3\nline 4\nline 5\n", System.Text.Encoding.UTF8.GetString(await rest.OutputAsync(followed.Id, stop)));

        await group.All[0].KillAsync();
        List<TaskView> more = [];
        for (var i = 0; i < 20; i++)
            more.Add(await rest.SubmitAsync(Script($"echo {i}"), stop));
        foreach (var task in more)
            Assert.Equal(TaskState.Succeeded, (await group.All[1].Rest.EndedAsync(task.Id, stop)).State);
    }

    private const string Shell = """ "shell": { "kind": "command", "command": ["/bin/sh"], "output": "text" } """;

    private static TaskSubmission Script(string script) => new() { Engine = "shell", Prompt = script };
}
