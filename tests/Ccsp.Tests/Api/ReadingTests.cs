using Ccsp.Contracts;
using Xunit;

namespace Ccsp.Tests.Api;

public sealed class ReadingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Pages_give_every_task_once_newest_first()
    {
        await using var host = await ApiHost.StartAsync();
        List<string> ids = [];
        for (var i = 0; i < 5; i++)
            ids.Add((await host.SubmitAsync()).Id);
        List<string> listed = [];
        string? cursor = null;
        do
        {
            var page = await host.GetAsync<TaskList>("/api/v1/tasks?limit=2" + (cursor is null ? "" : $"&cursor={cursor}"));
            listed.AddRange(page.Items.Select(task => task.Id));
            cursor = page.Next;
        }
        while (cursor is not null);
        ids.Reverse();
        Assert.Equal(ids, listed);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("state=held", 1)]
    [InlineData("state=ready&priority=low", 1)]
    [InlineData("agent=b", 1)]
    [InlineData("group=g", 1)]
    [InlineData("type=review", 1)]
    [InlineData("engine=mytool&profile=tools", 1)]
    [InlineData("q=needle", 2)]
    [InlineData("since=2001-01-01T00:00:00Z", 4)]
    [InlineData("until=2001-01-01T00:00:00Z", 0)]
    public async Task Filters_narrow_the_list(string filter, int count)
    {
        await using var host = await ApiHost.StartAsync();
        await host.SubmitAsync("""{"prompt":"the needle","agent":"b","hold":true}""");
        await host.SubmitAsync("""{"prompt":"x","priority":"low","group":"g","metadata":{"k":"needle"}}""");
        await host.SubmitAsync("""{"prompt":"x","type":"review"}""");
        await host.SubmitAsync("""{"prompt":"x","engine":"mytool","profile":"tools"}""");
        Assert.Equal(count, (await host.GetAsync<TaskList>("/api/v1/tasks?" + filter)).Items.Count);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("state=runing", "state", "did you mean \"running\"")]
    [InlineData("prio=high", "prio", "no such query field")]
    [InlineData("limit=0", "limit", "from 1 to 1000")]
    [InlineData("limit=1001", "limit", "from 1 to 1000")]
    [InlineData("since=yesterday", "since", "time")]
    [InlineData("cursor=%27;--", "cursor", "gave out")]
    [InlineData("state=ready&state=held", "state", "twice")]
    public async Task A_wrong_filter_is_refused_by_name(string filter, string field, string reason)
    {
        await using var host = await ApiHost.StartAsync();
        var problem = await ApiHost.ReadAsync<Problem>(await host.Client.GetAsync("/api/v1/tasks?" + filter, Stop), 400);
        Assert.Equal(field, problem.Field);
        Assert.Contains(reason, problem.Errors![field], StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_result_is_there_once_the_task_ended()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        var early = await ApiHost.ProblemAsync(await host.Client.GetAsync($"/api/v1/tasks/{task.Id}/result", Stop), 409, ErrorCodes.StateConflict);
        Assert.Contains("ready", early.Detail, StringComparison.Ordinal);
        await host.EndRunAsync(await host.StartRunAsync(task.Id));
        var result = await host.GetAsync<TaskResult>($"/api/v1/tasks/{task.Id}/result");
        Assert.Equal((TaskState.Succeeded, "Hello.", EndingClass.Succeeded, 10), (result.State, result.Result, result.Ending!.Class, result.Usage!.OutputTokens));
    }

    [Fact(Timeout = 30_000)]
    public async Task Runs_are_listed_with_how_they_ended()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        Assert.Empty((await host.GetAsync<RunList>($"/api/v1/tasks/{task.Id}/runs")).Items);
        await host.EndRunAsync(await host.StartRunAsync(task.Id), EndingClass.Crashed);
        var run = Assert.Single((await host.GetAsync<RunList>($"/api/v1/tasks/{task.Id}/runs")).Items);
        Assert.Equal((1, ApiHost.Instance, EndingClass.Crashed), (run.Number, run.InstanceId, run.Ending!.Class));
        var waiting = await host.GetAsync<TaskView>($"/api/v1/tasks/{task.Id}");
        Assert.Equal((TaskState.Scheduled, WaitReason.Retry), (waiting.State, waiting.WaitReason));
        Assert.NotNull(waiting.WaitUntil);
    }

    [Fact(Timeout = 30_000)]
    public async Task Explain_names_every_gate_and_what_would_open_it()
    {
        await using var host = await ApiHost.StartAsync();
        await ApiHost.ReadAsync<GateView>(await host.PostAsync("/api/v1/gates/profile:default/close", """{"reason":"key rotation"}"""), 200);
        var task = await host.SubmitAsync();
        var explanation = await host.GetAsync<ExplanationView>($"/api/v1/tasks/{task.Id}/explain");
        var closed = Assert.Single(explanation.Gates, gate => !gate.Admits);
        Assert.Equal(("profile:default", "hold"), (closed.Gate, closed.Kind));
        Assert.Contains("key rotation", explanation.Summary, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("")]
    [InlineData("/result")]
    [InlineData("/runs")]
    [InlineData("/explain")]
    [InlineData("/output")]
    public async Task A_task_that_is_not_there_is_404(string part)
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var id in (string[])["nope", "00000000-0000-7000-8000-000000000001", "..%2f..%2fetc"])
            await ApiHost.ProblemAsync(await host.Client.GetAsync($"/api/v1/tasks/{id}{part}", Stop), 404, ErrorCodes.NotFound);
    }
}
