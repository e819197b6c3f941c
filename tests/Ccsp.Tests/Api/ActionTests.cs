using System.Text;
using Ccsp.Contracts;
using Xunit;

namespace Ccsp.Tests.Api;

public sealed class ActionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Cancelling_ends_a_waiting_task_and_stops_a_running_one()
    {
        await using var host = await ApiHost.StartAsync();
        var waiting = await host.SubmitAsync("""{"prompt":"x","hold":true}""");
        Assert.Equal(TaskState.Cancelled, (await ActAsync(host, waiting.Id, "cancel", 200)).State);
        var running = await host.SubmitAsync();
        await host.StartRunAsync(running.Id);
        Assert.Equal(TaskState.Stopping, (await ActAsync(host, running.Id, "cancel", 200)).State);
        var problem = await ApiHost.ProblemAsync(
            await host.Client.PostAsync($"/api/v1/tasks/{waiting.Id}/cancel", null, Stop), 409, ErrorCodes.StateConflict);
        Assert.Contains("cancelled", problem.Detail, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Retrying_runs_an_ended_task_again_and_refuses_one_that_is_not()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        await ApiHost.ProblemAsync(
            await host.Client.PostAsync($"/api/v1/tasks/{task.Id}/retry", null, Stop), 409, ErrorCodes.StateConflict);
        await host.EndRunAsync(await host.StartRunAsync(task.Id));
        var again = await ActAsync(host, task.Id, "retry", 200);
        Assert.Equal((TaskState.Ready, 2), (again.State, again.Generation));
    }

    [Fact(Timeout = 30_000)]
    public async Task Approving_lets_a_held_task_go()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync("""{"prompt":"x","hold":true}""");
        Assert.Equal(TaskState.Held, task.State);
        Assert.Equal(TaskState.Ready, (await ActAsync(host, task.Id, "approve", 200)).State);
    }

    [Fact(Timeout = 30_000)]
    public async Task What_somebody_has_seen_is_changed_only_while_it_is_still_that()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync("""{"prompt":"x","hold":true}""");
        var seen = await TagAsync(host, task.Id);
        Assert.Equal(200, (int)(await SendAsync(host, HttpMethod.Patch, task.Id, seen, """{"priority":"high","group":"g"}""")).StatusCode);
        foreach (var (method, path) in new[] { (HttpMethod.Patch, ""), (HttpMethod.Post, "/approve"), (HttpMethod.Post, "/cancel") })
        {
            var answer = await SendAsync(host, method, task.Id + path, seen, method == HttpMethod.Patch ? """{"priority":"low"}""" : null);
            var problem = await ApiHost.ProblemAsync(answer, 412, ErrorCodes.PreconditionFailed);
            Assert.Equal((TaskState.Held, Priority.High), (problem.Task!.State, problem.Task.EffectivePriority));
        }

        Assert.Equal(200, (int)(await SendAsync(host, HttpMethod.Post, task.Id + "/approve", await TagAsync(host, task.Id))).StatusCode);
        Assert.Equal(200, (int)(await SendAsync(host, HttpMethod.Post, task.Id + "/cancel", "*")).StatusCode);
        Assert.Equal(404, (int)(await SendAsync(host, HttpMethod.Post, "019a3f5e-7b21-7c11-8d2e-0123456789ab/cancel", "*")).StatusCode);
        await ApiHost.ProblemAsync(await SendAsync(host, HttpMethod.Post, task.Id + "/retry", "seen"), 400, ErrorCodes.InvalidField);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_condition_that_nobody_would_look_at_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        var problem = await ApiHost.ProblemAsync(await SendAsync(host, HttpMethod.Post, "retry", "\"a\""), 400, ErrorCodes.InvalidField);
        Assert.Equal("If-Match", problem.Field);
    }

    private static async Task<string> TagAsync(ApiHost host, string id) =>
        (await host.Client.GetAsync($"/api/v1/tasks/{id}", Stop)).Headers.ETag!.ToString();

    private static async Task<HttpResponseMessage> SendAsync(
        ApiHost host, HttpMethod method, string path, string tag, string? body = null)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/tasks/{path}");
        request.Headers.TryAddWithoutValidation("If-Match", tag);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await host.Client.SendAsync(request, Stop);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_patch_changes_what_it_names_and_leaves_the_rest()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync("""{"prompt":"x","metadata":{"a":1}}""");
        var patched = await ApiHost.ReadAsync<TaskView>(
            await PatchAsync(host, task.Id, """{"priority":"urgent","runAt":"2099-01-01T00:00:00Z"}"""), 200);
        Assert.Equal((Priority.Urgent, TaskState.Scheduled, task.Group), (patched.Priority, patched.State, patched.Group));
        Assert.Equal(1, patched.Metadata!["a"].GetInt32());
        patched = await ApiHost.ReadAsync<TaskView>(await PatchAsync(host, task.Id, """{"group":"g","metadata":{"b":2}}"""), 200);
        Assert.Equal("g", patched.Group);
        Assert.Equal(["b"], patched.Metadata!.Keys);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_body_that_a_route_does_not_take_is_refused_and_changes_nothing()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        var problem = await ApiHost.ProblemAsync(
            await host.PostAsync($"/api/v1/tasks/{task.Id}/cancel", """{"reason":"typo"}"""), 400, ErrorCodes.UnknownField);
        Assert.Equal("reason", problem.Field);
        Assert.Equal(TaskState.Ready, (await host.GetAsync<TaskView>($"/api/v1/tasks/{task.Id}")).State);
        Assert.Equal(
            TaskState.Cancelled,
            (await ApiHost.ReadAsync<TaskView>(await host.PostAsync($"/api/v1/tasks/{task.Id}/cancel", "{}"), 200)).State);
    }

    [Fact(Timeout = 30_000)]
    public async Task Null_in_a_patch_clears_what_can_be_cleared()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync(
            """{"prompt":"x","agent":"anna","group":"g","runAt":"2099-01-01T00:00:00Z","metadata":{"a":1}}""");
        Assert.Equal((TaskState.Scheduled, "g"), (task.State, task.Group));
        var patched = await ApiHost.ReadAsync<TaskView>(
            await PatchAsync(host, task.Id, """{"runAt":null,"group":null,"metadata":null}"""), 200);
        Assert.Equal((TaskState.Ready, "anna", null), (patched.State, patched.Group, patched.RunAt));
        Assert.Empty(patched.Metadata!);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_start_time_of_a_held_task_can_be_moved_and_cleared()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync("""{"prompt":"x","hold":true,"runAt":"2099-01-01T00:00:00Z"}""");
        var later = new DateTimeOffset(2098, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(
            later, (await ApiHost.ReadAsync<TaskView>(await PatchAsync(host, task.Id, """{"runAt":"2098-01-01T00:00:00Z"}"""), 200)).RunAt);
        Assert.Null((await ApiHost.ReadAsync<TaskView>(await PatchAsync(host, task.Id, """{"runAt":null}"""), 200)).RunAt);
        Assert.Equal(TaskState.Ready, (await ActAsync(host, task.Id, "approve", 200)).State);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("{\"prompt\":\"y\"}", 400, ErrorCodes.UnknownField, "prompt")]
    [InlineData("{\"priority\":\"asap\"}", 400, ErrorCodes.InvalidField, "priority")]
    [InlineData("{\"priority\":null}", 422, ErrorCodes.InvalidField, "priority")]
    [InlineData("{\"group\":\"\"}", 422, ErrorCodes.InvalidField, "group")]
    public async Task A_wrong_patch_is_refused_with_the_field_named(string body, int status, string code, string field)
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        Assert.Equal(field, (await ApiHost.ProblemAsync(await PatchAsync(host, task.Id, body), status, code)).Field);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_running_task_keeps_its_class_but_takes_new_metadata()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        await host.StartRunAsync(task.Id);
        await ApiHost.ProblemAsync(await PatchAsync(host, task.Id, """{"priority":"low"}"""), 409, ErrorCodes.StateConflict);
        Assert.Equal(
            3,
            (
                await ApiHost.ReadAsync<TaskView>(
                    await PatchAsync(host, task.Id, """{"metadata":{"c":3}}"""), 200)).Metadata!["c"].GetInt32());
    }

    [Theory(Timeout = 30_000)]
    [InlineData("cancel")]
    [InlineData("retry")]
    [InlineData("approve")]
    public async Task Acting_on_what_is_not_there_is_404(string verb)
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var id in (string[])["nope", "00000000-0000-7000-8000-000000000001"])
            await ApiHost.ProblemAsync(await host.Client.PostAsync($"/api/v1/tasks/{id}/{verb}", null, Stop), 404, ErrorCodes.NotFound);
    }

    private static async Task<TaskView> ActAsync(ApiHost host, string id, string verb, int status) =>
        await ApiHost.ReadAsync<TaskView>(await host.Client.PostAsync($"/api/v1/tasks/{id}/{verb}", null, Stop), status);

    private static Task<HttpResponseMessage> PatchAsync(ApiHost host, string id, string json) =>
        host.Client.PatchAsync($"/api/v1/tasks/{id}", new StringContent(json, Encoding.UTF8, "application/json"), Stop);
}
