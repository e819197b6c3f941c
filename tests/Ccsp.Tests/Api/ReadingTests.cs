using System.Text.Json;
using System.Text.Json.Nodes;
using Ccsp.Contracts;
using Ccsp.Gateway.Api;
using Ccsp.Gateway.Queue;
using Microsoft.Extensions.DependencyInjection;
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
    [InlineData("state=held,ready", 4)]
    [InlineData("state=held,running&priority=normal,low", 1)]
    [InlineData("agent=b,nobody", 1)]
    [InlineData("engine=mytool,claude", 4)]
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
    [InlineData("state=ready,runing", "state", "did you mean \"running\"")]
    [InlineData("priority=high,", "priority", "urgent, high")]
    [InlineData("fields=reslut", "fields", "did you mean \"result\"")]
    [InlineData("since=2026-01-02T00:00:00Z&until=2026-01-02T00:00:00Z", "until", "not after since")]
    public async Task A_wrong_filter_is_refused_by_name(string filter, string field, string reason)
    {
        await using var host = await ApiHost.StartAsync();
        var problem = await ApiHost.ReadAsync<Problem>(await host.Client.GetAsync("/api/v1/tasks?" + filter, Stop), 400);
        Assert.Equal(field, problem.Field);
        Assert.Contains(reason, problem.Errors![field], StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_row_of_a_list_has_long_texts_only_when_they_are_asked_for()
    {
        await using var host = await ApiHost.StartAsync();
        var (prompt, result) = (new string('p', 70_000), new string('r', 5_000));
        var task = await host.SubmitAsync(
            $$$"""{"prompt":"{{{prompt}}}","systemPrompt":"{{{result}}}","outputSchema":{"type":"object"},"env":{"A":"{{{result}}}"}}""");
        await host.EndRunAsync(await host.StartRunAsync(task.Id), result: result);
        var row = Assert.Single((await host.GetAsync<TaskList>("/api/v1/tasks")).Items);
        Assert.Equal((200, 200, 200, null), (row.Prompt!.Length, row.Result!.Length, row.SystemPrompt!.Length, row.Env));
        Assert.Equal(["prompt", "result", "systemPrompt", "env"], row.Shortened!);
        Assert.Equal("object", row.OutputSchema!.Value.GetProperty("type").GetString());
        var asked = await host.Client.GetStringAsync("/api/v1/tasks?fields=result,prompt", Stop);
        Assert.Equal(
            $$$"""{"items":[{"id":"{{{task.Id}}}","state":"succeeded","result":"{{{result}}}","prompt":"{{{prompt}}}"}]}""",
            Sorted(asked, "id", "state", "result", "prompt"));
        Assert.DoesNotContain("runs", await host.Client.GetStringAsync("/api/v1/tasks?fields=agent", Stop), StringComparison.Ordinal);
        Assert.Null((await host.GetAsync<TaskView>($"/api/v1/tasks/{task.Id}")).Shortened);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_page_that_grows_large_ends_early_and_its_cursor_gives_the_rest()
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 7; i++)
            await host.SubmitAsync($$"""{"prompt":"{{new string('x', 1 << 20)}}"}""");
        List<int> pages = [];
        HashSet<string> seen = [];
        string? cursor = null;
        do
        {
            var page = await host.GetAsync<TaskList>(
                $"/api/v1/tasks?limit=1000&fields=prompt{(cursor is null ? "" : "&cursor=" + cursor)}");
            pages.Add(page.Items.Count);
            seen.UnionWith(page.Items.Select(task => task.Id));
            cursor = page.Next;
        }
        while (cursor is not null);
        Assert.Equal([4, 3], pages);
        Assert.Equal(7, seen.Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_search_goes_on_until_it_found_something_or_saw_everything()
    {
        await using var host = await ApiHost.StartAsync();
        var sought = await host.SubmitAsync("""{"prompt":"a needle"}""");
        for (var i = 0; i < 20; i++)
            await host.SubmitAsync();
        var lister = new TaskLister(host.Store, host.Services.GetRequiredService<Catalogue>(), TimeProvider.System) { Step = 3 };
        var page = JsonSerializer.Deserialize(
            (await lister.PageAsync(new TaskFilter { Search = "NEEDLE" }, null, Stop)).Json.Span, CcspJson.Wire.TaskList)!;
        Assert.Equal((sought.Id, null), (Assert.Single(page.Items).Id, page.Next));
        page = JsonSerializer.Deserialize(
            (await lister.PageAsync(new TaskFilter { Search = "nowhere" }, null, Stop)).Json.Span, CcspJson.Wire.TaskList)!;
        Assert.Equal((0, null), (page.Items.Count, page.Next));
    }

    /// <summary>The members of the first item in a fixed order.</summary>
    private static string Sorted(string list, params string[] order)
    {
        var item = JsonNode.Parse(list)!["items"]!.AsArray().Single()!.AsObject();
        Assert.Equal(order.Order(StringComparer.Ordinal), item.Select(member => member.Key).Order(StringComparer.Ordinal));
        var ordered = new JsonObject(order.Select(name => KeyValuePair.Create(name, item[name]?.DeepClone())));
        return new JsonObject { ["items"] = new JsonArray(ordered) }.ToJsonString();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_result_is_there_once_the_task_ended()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        var early = await ApiHost.ProblemAsync(
            await host.Client.GetAsync($"/api/v1/tasks/{task.Id}/result", Stop), 409, ErrorCodes.StateConflict);
        Assert.Contains("ready", early.Detail, StringComparison.Ordinal);
        await host.EndRunAsync(await host.StartRunAsync(task.Id));
        var result = await host.GetAsync<TaskResult>($"/api/v1/tasks/{task.Id}/result");
        Assert.Equal(
            (TaskState.Succeeded, "Hello.", EndingClass.Succeeded, 10),
            (result.State, result.Result, result.Ending!.Class, result.Usage!.OutputTokens));
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
        await ApiHost.ReadAsync<GateView>(
            await host.PostAsync("/api/v1/gates/profile:default/close", """{"reason":"key rotation"}"""), 200);
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
