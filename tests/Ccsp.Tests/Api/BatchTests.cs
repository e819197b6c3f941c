using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Xunit;

namespace Ccsp.Tests.Api;

public sealed class BatchTests
{
    private const string Path = "/api/v1/tasks/batch";

    [Fact(Timeout = 30_000)]
    public async Task A_batch_is_answered_task_by_task_in_its_order()
    {
        await using var host = await ApiHost.StartAsync();
        var answer = await ApiHost.ReadAsync<BatchAnswer>(
            await host.PostAsync(Path, """{"tasks":[{"prompt":"a"},{"prompt":""},{"prompt":"c","engine":"gpt"},{"prompt":"d"}]}"""), 207);
        Assert.Equal((2, 2), (answer.Accepted, answer.Refused));
        Assert.Equal([202, 422, 422, 202], answer.Items.Select(item => item.Status));
        Assert.Equal(["a", "d"], answer.Items.Where(item => item.Task is not null).Select(item => item.Task!.Prompt));
        Assert.Equal(["prompt", "engine"], answer.Items.Where(item => item.Error is not null).Select(item => item.Error!.Field));
    }

    [Fact(Timeout = 30_000)]
    public async Task An_atomic_batch_with_one_wrong_task_accepts_none_and_names_all_that_is_wrong()
    {
        await using var host = await ApiHost.StartAsync();
        var problem = await ApiHost.ProblemAsync(
            await host.PostAsync(Path, """{"atomic":true,"tasks":[{"prompt":"a"},{"prompt":""},{"prompt":"c","retries":-1}]}"""), 422,
            ErrorCodes.InvalidField);
        Assert.Equal(["tasks[1].prompt", "tasks[2].retries"], problem.Errors!.Keys);
        Assert.Empty((await host.GetAsync<TaskList>("/api/v1/tasks")).Items);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_field_that_cannot_be_read_refuses_the_batch_with_its_path()
    {
        await using var host = await ApiHost.StartAsync();
        var problem = await ApiHost.ProblemAsync(
            await host.PostAsync(Path, """{"tasks":[{"prompt":"a"},{"prompt":"b","promt":1,"retries":"x"},7]}"""), 400,
            ErrorCodes.UnknownField);
        Assert.Equal(["tasks[1].promt", "tasks[1].retries", "tasks[2]"], problem.Errors!.Keys);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_atomic_batch_over_the_depth_is_refused_whole_and_another_in_part()
    {
        await using var host = await ApiHost.StartAsync(new QueueOptions { Size = 2, UrgentShare = 0 });
        const string tasks = """[{"prompt":"a"},{"prompt":"b"},{"prompt":"c"}]""";
        await ApiHost.ProblemAsync(await host.PostAsync(Path, $$"""{"atomic":true,"tasks":{{tasks}}}"""), 503, ErrorCodes.QueueFull);
        Assert.Empty((await host.GetAsync<TaskList>("/api/v1/tasks")).Items);
        var answer = await ApiHost.ReadAsync<BatchAnswer>(await host.PostAsync(Path, $$"""{"tasks":{{tasks}}}"""), 207);
        Assert.Equal([202, 202, 503], answer.Items.Select(item => item.Status));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_repeated_batch_with_the_same_key_makes_no_second_tasks()
    {
        await using var host = await ApiHost.StartAsync();
        const string body = """{"tasks":[{"prompt":"a"},{"prompt":"b"}]}""";
        var first = await ApiHost.ReadAsync<BatchAnswer>(await host.PostAsync(Path, body, ("Idempotency-Key", "k")), 202);
        var again = await ApiHost.ReadAsync<BatchAnswer>(await host.PostAsync(Path, body, ("Idempotency-Key", "k")), 202);
        Assert.Equal(first.Items.Select(item => item.Task!.Id), again.Items.Select(item => item.Task!.Id));
        Assert.Equal(2, (await host.GetAsync<TaskList>("/api/v1/tasks")).Items.Count);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("{}")]
    [InlineData("{\"tasks\":[]}")]
    public async Task An_empty_batch_is_refused(string body)
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal("tasks", (await ApiHost.ProblemAsync(await host.PostAsync(Path, body), 422, ErrorCodes.MissingField)).Field);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_thousand_tasks_are_a_batch_and_one_more_is_not()
    {
        await using var host = await ApiHost.StartAsync();
        string Body(int count) => $$"""{"tasks":[{{string.Join(',', Enumerable.Repeat("""{"prompt":"x"}""", count))}}]}""";
        Assert.Equal(1000, (await ApiHost.ReadAsync<BatchAnswer>(await host.PostAsync(Path, Body(1000)), 202)).Accepted);
        await ApiHost.ReadAsync<Problem>(await host.PostAsync(Path, Body(1001)), 422);
    }
}
