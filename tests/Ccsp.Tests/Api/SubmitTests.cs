using System.Net.Http.Headers;
using System.Text;
using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage;
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
        await using var host = await ApiHost.StartAsync();
        var answer = host.PostAsync("/api/v1/tasks?wait=1", """{"prompt":"x"}""");
        TaskList list;
        do
            list = await host.GetAsync<TaskList>("/api/v1/tasks");
        while (list.Items.Count == 0);
        await host.StartRunAsync(list.Items[0].Id);
        var task = await ApiHost.ReadAsync<TaskView>(await answer, 202);
        Assert.Equal((TaskState.Running, 1), (task.State, task.Runs));
    }

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
    [InlineData("{\"prompt\":\"x\",\"promt\":1}", 400, ErrorCodes.UnknownField, "promt", "did you mean \"prompt\"")]
    [InlineData("{\"prompt\":7}", 400, ErrorCodes.InvalidField, "prompt", "must be text")]
    [InlineData("{\"prompt\":\"x\",\"priority\":\"hgih\"}", 400, ErrorCodes.InvalidField, "priority", "did you mean \"high\"")]
    [InlineData("{\"prompt\":\"x\",\"priority\":\"nope\"}", 400, ErrorCodes.InvalidField, "priority", "urgent, high, normal, low")]
    [InlineData("{\"prompt\":\"x\",\"priority\":\"low, high\"}", 400, ErrorCodes.InvalidField, "priority", "urgent, high, normal, low")]
    [InlineData("{\"prompt\":\"x\",\"priority\":1}", 400, ErrorCodes.InvalidField, "priority", "urgent")]
    [InlineData("{\"prompt\":\"x\",\"timeoutSeconds\":\"5\"}", 400, ErrorCodes.InvalidField, "timeoutSeconds", "whole number")]
    [InlineData("{\"prompt\":\"x\",\"timeoutSeconds\":1.5}", 400, ErrorCodes.InvalidField, "timeoutSeconds", "whole number")]
    [InlineData("{\"prompt\":\"x\",\"allowedTools\":[\"a\",2]}", 400, ErrorCodes.InvalidField, "allowedTools[1]", "list of texts")]
    [InlineData("{\"prompt\":\"x\",\"allowedTools\":[\"a\",null]}", 400, ErrorCodes.InvalidField, "allowedTools[1]", "must be text")]
    [InlineData("{\"prompt\":\"x\",\"metadata\":[]}", 400, ErrorCodes.InvalidField, "metadata", "must be an object")]
    [InlineData("{\"prompt\":\"x\",\"metadata\":{\"a\":{\"b\":1,\"b\":2}}}", 400, ErrorCodes.InvalidField, "metadata.a", "given twice")]
    [InlineData("{\"prompt\":\"x\",\"env\":{\"A\":1}}", 400, ErrorCodes.InvalidField, "env.A", "values are texts")]
    [InlineData("{\"prompt\":\"x\",\"hold\":\"yes\"}", 400, ErrorCodes.InvalidField, "hold", "true or false")]
    [InlineData("{\"prompt\":\"x\",\"runAt\":\"tomorrow\"}", 400, ErrorCodes.InvalidField, "runAt", "time")]
    [InlineData("{\"prompt\":\"x\",\"runAt\":\"2099-01-01T00:00:00\"}", 400, ErrorCodes.InvalidField, "runAt", "offset")]
    [InlineData("{\"prompt\":\"x\",\"prompt\":\"y\"}", 400, ErrorCodes.InvalidField, "prompt", "given twice")]
    [InlineData("{\"prompt\":\"a\\ud800b\"}", 400, ErrorCodes.InvalidField, "prompt", "surrogate")]
    [InlineData("{\"prompt\":\"x\",\"stdin\":\"%%%\",\"arguments\":[]}", 400, ErrorCodes.InvalidField, "stdin", "base64")]
    [InlineData("{}", 422, ErrorCodes.MissingField, "prompt", "required")]
    [InlineData("{\"prompt\":null}", 422, ErrorCodes.MissingField, "prompt", "required")]
    [InlineData("{\"prompt\":\"\"}", 422, ErrorCodes.InvalidField, "prompt", "empty")]
    [InlineData("{\"prompt\":\"x\",\"workingDirectory\":\"/no/such\"}", 422, ErrorCodes.InvalidField, "workingDirectory", "/no/such")]
    [InlineData("{\"prompt\":\"x\",\"workingDirectory\":\"relative\"}", 422, ErrorCodes.InvalidField, "workingDirectory", "absolute")]
    [InlineData("{\"prompt\":\"x\",\"engine\":\"cluade\"}", 422, ErrorCodes.InvalidField, "engine", "did you mean \"claude\"")]
    [InlineData("{\"prompt\":\"x\",\"profile\":\"defualt\"}", 422, ErrorCodes.InvalidField, "profile", "did you mean \"default\"")]
    [InlineData("{\"prompt\":\"x\",\"profile\":\"tools\"}", 422, ErrorCodes.InvalidField, "profile", "belongs to the engine 'mytool'")]
    [InlineData("{\"prompt\":\"x\",\"startBefore\":\"2001-01-01T00:00:00Z\"}", 422, ErrorCodes.InvalidField, "startBefore", "past")]
    [InlineData("{\"prompt\":\"x\",\"timeoutSeconds\":-1}", 422, ErrorCodes.InvalidField, "timeoutSeconds", "between 1 and")]
    [InlineData("{\"prompt\":\"x\",\"maxBudgetUsd\":-0.1}", 422, ErrorCodes.InvalidField, "maxBudgetUsd", "above 0")]
    [InlineData("{\"prompt\":\"x\",\"retries\":-1}", 422, ErrorCodes.InvalidField, "retries", "between 0")]
    [InlineData("{\"prompt\":\"x\",\"durability\":\"replicated\"}", 422, ErrorCodes.InvalidField, "durability", "disk")]
    [InlineData("{\"prompt\":\"x\",\"dependsOn\":[\"../etc\"]}", 422, ErrorCodes.InvalidField, "dependsOn[0]", "id of a task")]
    [InlineData(
        "{\"prompt\":\"x\",\"dependsOn\":[\"00000000-0000-7000-8000-00000000dead\"]}",
        422, ErrorCodes.InvalidField, "dependsOn", "There is no task")]
    [InlineData(
        "{\"prompt\":\"x\",\"callbackUrl\":\"https://example.org/done\"}",
        422, ErrorCodes.InvalidField, "callbackUrl", "does not call back")]
    [InlineData("{\"prompt\":\"x\",\"systemPrompt\":\"\"}", 422, ErrorCodes.InvalidField, "systemPrompt", "empty")]
    [InlineData(
        "{\"prompt\":\"x\",\"model\":\"opus\",\"fallbackModel\":\"opus\"}",
        422, ErrorCodes.InvalidField, "fallbackModel", "another model")]
    [InlineData("{\"arguments\":[\"-p\"],\"includeFiles\":[\"/a\"]}", 422, ErrorCodes.InvalidField, "includeFiles", "stdin")]
    [InlineData("{\"arguments\":[\"-p\"],\"maxTurns\":3}", 422, ErrorCodes.InvalidField, "maxTurns", "arguments")]
    [InlineData("{\"prompt\":\"x\",\"engine\":\"mymodels\",\"maxTurns\":3}", 422, ErrorCodes.InvalidField, "maxTurns", "model and resume")]
    [InlineData(
        "{\"prompt\":\"x\",\"env\":{\"CCSP_TOKEN\":\"x\"}}",
        422, ErrorCodes.InvalidField, "env.CCSP_TOKEN", "A task may not set it")]
    [InlineData(
        "{\"prompt\":\"x\",\"env\":{\"ANTHROPIC_BASE_URL\":\"x\"}}",
        422, ErrorCodes.InvalidField, "env.ANTHROPIC_BASE_URL", "A task may not set it")]
    [InlineData("{\"prompt\":\"x\",\"env\":{\"A B\":\"x\"}}", 422, ErrorCodes.InvalidField, "env", "A B")]
    [InlineData("{\"prompt\":\"x\",\"metadata\":{\"a\":[\"\\udc00\"]}}", 422, ErrorCodes.InvalidField, "metadata.a", "surrogate")]
    [InlineData("{\"prompt\":\"x\",\"agent\":\"a\\nb\"}", 422, ErrorCodes.InvalidField, "agent", "control")]
    [InlineData("{\"prompt\":\"x\",\"stdin\":\"eA==\"}", 422, ErrorCodes.InvalidField, "stdin", "arguments")]
    public async Task What_is_wrong_is_refused_with_the_field_named(string body, int status, string code, string field, string reason)
    {
        await using var host = await ApiHost.StartAsync();
        var problem = await ApiHost.ProblemAsync(await host.PostAsync("/api/v1/tasks", body), status, code);
        Assert.Equal(field, problem.Field);
        Assert.Contains(reason, problem.Errors![field], StringComparison.Ordinal);
        Assert.Empty((await host.GetAsync<TaskList>("/api/v1/tasks")).Items);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("", "empty")]
    [InlineData("  \n", "empty")]
    [InlineData("null", "null")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("\"x\"", "not a JSON object")]
    [InlineData("{\"prompt\":\"x\"", "Line 1, position 14")]
    [InlineData("{\n\"prompt\":\"x\",\n}", "Line 3, position 1")]
    [InlineData("{\"prompt\":\"x\"} {}", "Line 1, position 16")]
    [InlineData("{'prompt':'x'}", "Line 1, position 2")]
    [InlineData("{\"\\ud800\":1}", "surrogate")]
    public async Task Broken_JSON_is_refused_with_its_place(string body, string detail)
    {
        await using var host = await ApiHost.StartAsync();
        var problem = await ApiHost.ProblemAsync(await host.PostAsync("/api/v1/tasks", body), 400, ErrorCodes.InvalidJson);
        Assert.Contains(detail, problem.Detail, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Everything_wrong_is_told_at_once()
    {
        await using var host = await ApiHost.StartAsync();
        var problem = await ApiHost.ProblemAsync(
            await host.PostAsync(
                "/api/v1/tasks", """{"promt":"x","priority":"asap","timeoutSeconds":0,"engine":"gpt","maxTurns":"many"}"""),
            400, ErrorCodes.UnknownField);
        Assert.Equal(
            ["engine", "maxTurns", "priority", "prompt", "promt", "timeoutSeconds"], problem.Errors!.Keys.Order(StringComparer.Ordinal));
    }

    [Fact(Timeout = 30_000)]
    public async Task Bytes_that_are_no_UTF8_are_refused()
    {
        await using var host = await ApiHost.StartAsync();
        var body = new ByteArrayContent([.. "{\"prompt\":\"x\",\"metadata\":{\"a\":\""u8, 0xff, 0xfe, .. "\"}}"u8]);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var problem = await ApiHost.ProblemAsync(
            await host.Client.PostAsync("/api/v1/tasks", body, TestContext.Current.CancellationToken), 400, ErrorCodes.InvalidJson);
        Assert.Contains("UTF-8", problem.Detail, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_prompt_of_10_MiB_passes_and_one_byte_more_does_not()
    {
        await using var host = await ApiHost.StartAsync();
        var prompt = new string('é', 5 << 20);
        var task = await host.SubmitAsync($$"""{"prompt":"{{prompt}}"}""");
        Assert.Equal(prompt.Length, (await host.GetAsync<TaskView>($"/api/v1/tasks/{task.Id}")).Prompt!.Length);
        var problem = await ApiHost.ProblemAsync(
            await host.PostAsync("/api/v1/tasks", $$"""{"prompt":"{{prompt}}x"}"""), 422, ErrorCodes.InvalidField);
        Assert.Contains("10485761 bytes", problem.Errors!["prompt"], StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_body_over_the_limit_is_refused_as_too_large()
    {
        await using var host = await ApiHost.StartAsync(options: new() { BodyBytes = 64 << 10 });
        await ApiHost.ProblemAsync(
            await host.PostAsync("/api/v1/tasks", $$"""{"prompt":"{{new string('x', 70_000)}}"}"""), 413, ErrorCodes.BodyTooLarge);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("-")]
    [InlineData("--help")]
    [InlineData("@file")]
    [InlineData("/clear")]
    [InlineData("\nx\n")]
    [InlineData("a\0b")]
    [InlineData("\u202eabc")]
    public async Task Strange_prompts_are_prompts(string prompt)
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync(
            System.Text.Json.JsonSerializer.Serialize(new TaskSubmission { Prompt = prompt }, CcspJson.Wire.TaskSubmission));
        Assert.Equal(prompt, (await host.GetAsync<TaskView>($"/api/v1/tasks/{task.Id}")).Prompt);
    }

    [Fact(Timeout = 30_000)]
    public async Task Another_media_type_is_refused_and_a_byte_order_mark_is_not()
    {
        await using var host = await ApiHost.StartAsync();
        using var form = new StringContent("""{"prompt":"x"}""", Encoding.UTF8, "application/x-www-form-urlencoded");
        var problem = await ApiHost.ProblemAsync(
            await host.Client.PostAsync("/api/v1/tasks", form, TestContext.Current.CancellationToken), 415,
            ErrorCodes.UnsupportedMediaType);
        Assert.Contains("application/json", problem.Detail, StringComparison.Ordinal);
        await host.SubmitAsync("\ufeff{\"prompt\":\"x\"}");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("application/json; charset=utf-16", null, 415)]
    [InlineData("application/json; charset=latin1", null, 415)]
    [InlineData("application/json; charset=\"UTF-8\"", null, 202)]
    [InlineData("application/merge-patch+json", null, 202)]
    [InlineData("text/plain", null, 415)]
    [InlineData("application/json", "gzip", 415)]
    [InlineData("application/json", "identity", 202)]
    public async Task A_body_is_taken_only_as_what_it_says_it_is(string media, string? encoding, int expected)
    {
        await using var host = await ApiHost.StartAsync();
        using var body = new ByteArrayContent("""{"prompt":"x"}"""u8.ToArray());
        body.Headers.TryAddWithoutValidation("Content-Type", media);
        if (encoding is not null)
            body.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        var response = await host.Client.PostAsync("/api/v1/tasks", body, TestContext.Current.CancellationToken);
        Assert.Equal(expected, (int)response.StatusCode);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("""{"prompt":"x",}""", "trailing comma at the end.")]
    [InlineData("""{"prompt":"x","metadata":{"a":[1,]}}""", "trailing comma at the end.")]
    [InlineData("""{"prompt":""", "Line 1, position 11: ")]
    public async Task A_broken_body_is_explained_in_words_for_its_sender(string body, string why)
    {
        await using var host = await ApiHost.StartAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var problem = await ApiHost.ProblemAsync(
            await host.Client.PostAsync("/api/v1/tasks", content, TestContext.Current.CancellationToken), 400, ErrorCodes.InvalidJson);
        Assert.Contains(why, problem.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("reader options", problem.Detail, StringComparison.Ordinal);
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
        Assert.True(problem.RetryAfterSeconds > 0);
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
