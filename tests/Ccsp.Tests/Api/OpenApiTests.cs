using System.Net;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Api;

public sealed class OpenApiTests
{
    private static readonly JsonSerializerOptions WriterOptions =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>To take over a change on purpose: run this test with CCSP_UPDATE=1.</summary>
    [Fact(Timeout = 30_000)]
    public async Task The_committed_document_is_what_the_gateway_says_of_itself()
    {
        await using var host = await ApiHost.StartAsync();
        var now = Indented(await host.Client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
        var file = Path.Combine(Repository.Root, "docs", "openapi-v1.json");
        if (Environment.GetEnvironmentVariable("CCSP_UPDATE") == "1")
            await File.WriteAllTextAsync(file, now, TestContext.Current.CancellationToken);
        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), now);
    }

    [Fact(Timeout = 30_000)]
    public async Task Every_operation_has_a_name_a_summary_and_its_error_answers()
    {
        await using var host = await ApiHost.StartAsync();
        using var document =
            JsonDocument.Parse(await host.Client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
        var operations = document.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(property => (Path: path.Name, property.Value))).ToList();
        Assert.True(operations.Count >= 24, $"{operations.Count} operations");
        foreach (var (path, operation) in operations)
        {
            Assert.False(string.IsNullOrEmpty(operation.GetProperty("operationId").GetString()), path);
            Assert.False(string.IsNullOrEmpty(operation.GetProperty("summary").GetString()), path);
            Assert.All(
                operation.GetProperty("responses").EnumerateObject().Where(answer => answer.Name is "200" or "206"),
                answer => Assert.NotEmpty(answer.Value.GetProperty("content").EnumerateObject()));
            Assert.True(
                !path.StartsWith("/api/", StringComparison.Ordinal) || operation.GetProperty("responses").TryGetProperty("401", out _),
                path);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Every_query_field_that_is_described_is_read_and_no_other_is_taken()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        await host.StartRunAsync(task.Id);
        foreach (var (path, method, operation) in await OperationsAsync(host))
        {
            var called = path.Replace("{id}", task.Id, StringComparison.Ordinal).Replace("{name}", "queue", StringComparison.Ordinal)
                .Replace("{profile}", "default", StringComparison.Ordinal);
            var fields = operation.TryGetProperty("parameters", out var all)
                ? all.EnumerateArray().Where(element => element.GetProperty("in").GetString() == "query")
                .Select(element => element.GetProperty("name").GetString()!).ToList()
                : [];
            if (!path.StartsWith("/api/", StringComparison.Ordinal))
                continue;
            foreach (var field in fields.Append("nosuch"))
            {
                using var request = new HttpRequestMessage(method, $"{called}?{field}=");
                var problem = await ApiHost.ReadAsync<Problem>(
                    await host.Client.SendAsync(request, TestContext.Current.CancellationToken), 400);
                Assert.Equal(field, problem.Field);
                Assert.Contains(field == "nosuch" ? "no such" : "empty", problem.Errors![field], StringComparison.Ordinal);
            }
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Whatever_can_be_read_answers_HEAD_as_it_answers_GET()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        await host.StartRunAsync(task.Id);
        var reading = (await OperationsAsync(host)).Where(operation => operation.Method == HttpMethod.Get)
            .Select(operation => operation.Path).Append("/openapi/v1.json").Append("/api/health").ToList();
        Assert.True(reading.Count >= 19, $"{reading.Count} paths");
        foreach (var path in reading.Select(path => path.Replace("{id}", task.Id, StringComparison.Ordinal)))
        {
            using var head = new HttpRequestMessage(HttpMethod.Head, path);
            using var answer = await host.Client.SendAsync(head, TestContext.Current.CancellationToken);
            using var get = await host.Client.GetAsync(
                path, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            Assert.Equal(
                (path, get.StatusCode, get.Content.Headers.ContentType?.MediaType),
                (path, answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_read_again_and_again_says_with_a_tag_that_nothing_changed()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        string[] paths =
        [
            $"/api/v1/tasks/{task.Id}", "/api/v1/tasks", "/api/v1/queue", "/api/v1/gates", "/api/v1/sessions",
            $"/api/v1/tasks/{task.Id}/runs",
        ];
        foreach (var path in paths)
        {
            using var first = await host.Client.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.True(first.Headers.ETag is { IsWeak: false }, path);
            Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(host, path, first.Headers.ETag!));
        }

        using var before = await host.Client.GetAsync($"/api/v1/tasks/{task.Id}", TestContext.Current.CancellationToken);
        await host.StartRunAsync(task.Id);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, $"/api/v1/tasks/{task.Id}", before.Headers.ETag!));
    }

    private static async Task<HttpStatusCode> StatusAsync(ApiHost host, string path, EntityTagHeaderValue known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(known);
        using var answer = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static async Task<IReadOnlyList<(string Path, HttpMethod Method, JsonElement Operation)>> OperationsAsync(ApiHost host)
    {
        var document = JsonElement.Parse(await host.Client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
        return
        [
            .. document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject()
            .Select(property => (path.Name, HttpMethod.Parse(property.Name), property.Value))),
        ];
    }

    private static string Indented(string json) => JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement, WriterOptions) + "\n";
}
