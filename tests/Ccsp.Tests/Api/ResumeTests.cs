using Ccsp.Contracts;
using Xunit;

namespace Ccsp.Tests.Api;

/// <summary>Submissions that go on with what another task has begun.</summary>
public sealed class ResumeTests
{
    [Fact(Timeout = 30_000)]
    public async Task A_task_that_goes_on_with_another_runs_where_that_ran_and_after_it()
    {
        await using var host = await ApiHost.StartAsync();
        var first = await host.SubmitAsync("""{"prompt":"x","workingDirectory":"/usr","directoryMode":"shared"}""");
        var early = await ReadAsync(host, $$"""{"prompt":"y","resume":"{{first.Id}}"}""");
        Assert.Equal((TaskState.Blocked, "/usr", DirectoryMode.Shared), (early.State, early.WorkingDirectory, early.DirectoryMode));
        var ended = await host.EndRunAsync(await host.StartRunAsync(first.Id), conversation: "c");
        var late = await ReadAsync(host, $$"""{"prompt":"z","resume":"{{first.Id}}","workingDirectory":"/"}""");
        Assert.Equal(
            (TaskState.Ready, "/", ended.ConversationId),
            (
                late.State, late.WorkingDirectory,
                (await host.Store.GetAsync(late.Id, TestContext.Current.CancellationToken))!.Task.Conversation));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_task_goes_on_in_the_folder_another_one_had_for_itself()
    {
        await using var host = await ApiHost.StartAsync();
        var first = await host.SubmitAsync();
        await host.EndRunAsync(await host.StartRunAsync(first.Id), conversation: "c");
        var second = await ReadAsync(host, $$"""{"prompt":"y","resume":"{{first.Id}}"}""");
        Assert.EndsWith($"/runs/{first.Id}/work", second.WorkingDirectory, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_conversation_goes_on_where_the_latest_task_that_left_it_ran()
    {
        const string Conversation = "5b1c0e5a-0000-4000-8000-000000000001";
        await using var host = await ApiHost.StartAsync();
        var first = await host.SubmitAsync("""{"prompt":"x","workingDirectory":"/usr"}""");
        await host.EndRunAsync(await host.StartRunAsync(first.Id), conversation: Conversation);
        var second = await ReadAsync(host, $$"""{"prompt":"y","resume":"{{Conversation}}"}""");
        Assert.Equal((TaskState.Ready, "/usr"), (second.State, second.WorkingDirectory));
        var elsewhere = await ReadAsync(host, $$"""{"prompt":"y","resume":"{{Conversation}}","workingDirectory":"/"}""");
        Assert.Equal("/", elsewhere.WorkingDirectory);
        var unknown = await ReadAsync(host, """{"prompt":"y","resume":"5b1c0e5a-0000-4000-8000-000000000002"}""");
        Assert.Null(unknown.WorkingDirectory);
    }

    [Fact(Timeout = 30_000)]
    public async Task Nothing_goes_on_with_a_task_that_has_left_no_conversation()
    {
        await using var host = await ApiHost.StartAsync();
        var first = await host.SubmitAsync();
        await host.PostAsync($"/api/v1/tasks/{first.Id}/cancel", "");
        foreach (var path in new[] { "/api/v1/tasks", "/api/v1/tasks/batch" })
        {
            var task = $$"""{"prompt":"y","resume":"{{first.Id}}"}""";
            var problem = await ApiHost.ProblemAsync(
                await host.PostAsync(
                    path, path.EndsWith("batch", StringComparison.Ordinal) ? $$"""{"atomic":true,"tasks":[{{task}}]}""" : task),
                422, ErrorCodes.InvalidField);
            Assert.EndsWith("resume", problem.Field, StringComparison.Ordinal);
        }
    }

    private static async Task<TaskView> ReadAsync(ApiHost host, string submission)
    {
        var task = await host.SubmitAsync(submission);
        return await host.GetAsync<TaskView>($"/api/v1/tasks/{task.Id}");
    }
}
