using System.Net.Http.Headers;
using System.Text;
using Ccsp.Contracts;
using Xunit;

namespace Ccsp.Tests.Api;

/// <summary>What the body of a submission may be, and what is said of one that is wrong.</summary>
public sealed class SubmissionBodyTests
{
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
}
