using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Api;

public sealed class SubmitTests
{
    [Fact(Timeout = 30_000)]
    public async Task A_submission_is_accepted_with_its_place_and_its_durability()
    {
        await using var host = await ApiHost.StartAsync();
        var response = await host.PostAsync(
            "/api/v1/tasks", """{"prompt":"Grüße, 世界","priority":"high","agent":"ci","metadata":{"a":[1,null]}}""");
        var task = await ApiHost.ReadAsync<TaskView>(response, 202);
        Assert.Equal($"/api/v1/tasks/{task.Id}", response.Headers.Location?.OriginalString);
        Assert.Equal(
            (TaskState.Ready, Priority.High, "ci", "ci", Durability.Disk),
            (task.State, task.Priority, task.Agent, task.Group, task.Durability));
        Assert.Equal("Grüße, 世界", task.Prompt);
        Assert.Contains(
            "\"metadata\":{\"a\":[1,null]}",
            await host.Client.GetStringAsync($"/api/v1/tasks/{task.Id}", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Times_on_the_wire_are_UTC_with_a_Z()
    {
        await using var host = await ApiHost.StartAsync();
        var response = await host.PostAsync("/api/v1/tasks", """{"prompt":"x","runAt":"2099-01-01T01:00:00+01:00"}""");
        Assert.Contains(
            "\"runAt\":\"2099-01-01T00:00:00.000Z\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_path_without_a_version_means_the_current_one()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await ApiHost.ReadAsync<TaskView>(await host.PostAsync("/api/tasks", """{"prompt":"x"}"""), 202);
        Assert.Equal(task.Id, (await host.GetAsync<TaskView>($"/api/tasks/{task.Id}")).Id);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_answer_that_waits_comes_with_the_end_of_the_task()
    {
        await using var host = await ApiHost.StartAsync();
        var answer = host.PostAsync("/api/v1/tasks?wait=60", """{"prompt":"x"}""");
        TaskList list;
        do
            list = await host.GetAsync<TaskList>("/api/v1/tasks");
        while (list.Items.Count == 0);
        await host.EndRunAsync(await host.StartRunAsync(list.Items[0].Id));
        var task = await ApiHost.ReadAsync<TaskView>(await answer, 200);
        Assert.Equal((TaskState.Succeeded, "Hello.", 0.25m), (task.State, task.Result, task.Usage?.CostUsd));
    }

    [Fact(Timeout = 30_000)]
    public async Task An_answer_that_waited_in_vain_says_how_the_task_stands_by_then()
    {
        var clock = new TestClock();
        await using var host = await ApiHost.StartAsync(time: clock);
        var answer = host.PostAsync("/api/v1/tasks?wait=1", """{"prompt":"x"}""");
        TaskList list;
        do
            list = await host.GetAsync<TaskList>("/api/v1/tasks");
        while (list.Items.Count == 0);
        await host.StartRunAsync(list.Items[0].Id);
        await clock.ArmedForAsync(TimeSpan.FromSeconds(1)).WaitAsync(TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(1));
        var task = await ApiHost.ReadAsync<TaskView>(await answer, 202);
        Assert.Equal((TaskState.Running, 1), (task.State, task.Runs));
    }

    [Fact(Timeout = 30_000)]
    public async Task An_answer_that_waited_in_vain_says_accepted()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await ApiHost.ReadAsync<TaskView>(await host.PostAsync("/api/v1/tasks?wait=1", """{"prompt":"x"}"""), 202);
        Assert.Equal(TaskState.Ready, task.State);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_end_is_found_although_every_notification_is_lost()
    {
        await using var host = await ApiHost.StartAsync();
        host.Store.Mute = true;
        var answer = host.PostAsync("/api/v1/tasks?wait=60", """{"prompt":"x","agent":"mute"}""");
        TaskList list;
        do
            list = await host.GetAsync<TaskList>("/api/v1/tasks?agent=mute");
        while (list.Items.Count == 0);
        await host.EndRunAsync(await host.StartRunAsync(list.Items[0].Id));
        await ApiHost.ReadAsync<TaskView>(await answer, 200);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_same_key_with_the_same_content_is_the_same_task_whatever_the_order_of_fields()
    {
        await using var host = await ApiHost.StartAsync();
        var first = await ApiHost.ReadAsync<TaskView>(
            await host.PostAsync("/api/v1/tasks", """{"prompt":"x","agent":"a"}""", ("Idempotency-Key", "k1")), 202);
        var again = await ApiHost.ReadAsync<TaskView>(
            await host.PostAsync("/api/v1/tasks", """{ "agent": "a", "prompt": "x" }""", ("Idempotency-Key", "k1")), 202);
        Assert.Equal(first.Id, again.Id);
        var conflict = await ApiHost.ProblemAsync(
            await host.PostAsync("/api/v1/tasks", """{"prompt":"y","agent":"a"}""", ("Idempotency-Key", "k1")), 409,
            ErrorCodes.IdempotencyConflict);
        Assert.Contains(first.Id, conflict.Detail, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_repeated_submit_of_an_ended_task_answers_with_its_end()
    {
        await using var host = await ApiHost.StartAsync();
        var first = await ApiHost.ReadAsync<TaskView>(
            await host.PostAsync("/api/v1/tasks", """{"prompt":"x"}""", ("Idempotency-Key", "k1")), 202);
        await host.EndRunAsync(await host.StartRunAsync(first.Id));
        var again = await ApiHost.ReadAsync<TaskView>(
            await host.PostAsync("/api/v1/tasks?wait=5", """{"prompt":"x"}""", ("Idempotency-Key", "k1")), 200);
        Assert.Equal((first.Id, "Hello."), (again.Id, again.Result));
        Assert.Equal(
            "Hello.",
            (
                await ApiHost.ReadAsync<TaskView>(
                    await host.PostAsync("/api/v1/tasks", """{"prompt":"x"}""", ("Idempotency-Key", "k1")), 200)).Result);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("?wait=301", "wait")]
    [InlineData("?wait=-1", "wait")]
    [InlineData("?wait=soon", "wait")]
    [InlineData("?wiat=5", "wiat")]
    public async Task A_wrong_query_is_refused(string query, string field)
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal(
            field, (await ApiHost.ReadAsync<Problem>(await host.PostAsync("/api/v1/tasks" + query, """{"prompt":"x"}"""), 400)).Field);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_full_queue_says_when_to_come_back()
    {
        await using var host = await ApiHost.StartAsync(new QueueOptions { Size = 1, UrgentShare = 0 });
        await host.SubmitAsync();
        var response = await host.PostAsync("/api/v1/tasks", """{"prompt":"x"}""");
        var problem = await ApiHost.ProblemAsync(response, 503, ErrorCodes.QueueFull);
        // Nothing has ended yet that could tell how fast places become free.
        Assert.Equal(60, problem.RetryAfterSeconds);
        Assert.Equal(problem.RetryAfterSeconds, (int)response.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_callers_own_limit_is_429()
    {
        await using var host = await ApiHost.StartAsync(new QueueOptions { SizePerAgent = 1 });
        await host.SubmitAsync();
        await ApiHost.ProblemAsync(await host.PostAsync("/api/v1/tasks", """{"prompt":"x"}"""), 429, ErrorCodes.CallerLimit);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_full_store_is_507_and_taking_work_again_needs_no_restart()
    {
        await using var host = await ApiHost.StartAsync();
        host.Store.Failure = new StorageFull("no space left on /secret/path");
        var problem = await ApiHost.ProblemAsync(await host.PostAsync("/api/v1/tasks", """{"prompt":"x"}"""), 507, ErrorCodes.StorageFull);
        Assert.NotNull(problem.RetryAfterSeconds);
        Assert.Equal("The store is full", problem.Title);
        Assert.Contains("maxmemory", problem.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem.Detail, StringComparison.Ordinal);
        host.Store.Failure = null;
        await host.SubmitAsync();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_store_that_does_not_answer_is_503_and_a_bug_is_500_without_its_inside()
    {
        await using var host = await ApiHost.StartAsync();
        host.Store.Failure = new StoreUnavailable("connection to secret refused");
        await ApiHost.ProblemAsync(await host.PostAsync("/api/v1/tasks", """{"prompt":"x"}"""), 503, ErrorCodes.StoreUnavailable);
        host.Store.Failure = new InvalidOperationException("secret state");
        var problem = await ApiHost.ProblemAsync(await host.PostAsync("/api/v1/tasks", """{"prompt":"x"}"""), 500, ErrorCodes.Internal);
        Assert.DoesNotContain("secret", problem.Detail, StringComparison.Ordinal);
    }
}
