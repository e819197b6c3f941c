using System.Text.Encodings.Web;
using System.Text.Json;
using Xunit;

namespace Ccsp.Tests.Api;

public sealed class OpenApiTests
{
    private static readonly JsonSerializerOptions Writing = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>To take over a change on purpose: run this test with CCSP_UPDATE=1.</summary>
    [Fact(Timeout = 30_000)]
    public async Task The_committed_document_is_what_the_gateway_says_of_itself()
    {
        await using var host = await ApiHost.StartAsync();
        var now = Indented(await host.Client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
        var file = Path.Combine(Root(), "docs", "openapi-v1.json");
        if (Environment.GetEnvironmentVariable("CCSP_UPDATE") == "1")
            await File.WriteAllTextAsync(file, now, TestContext.Current.CancellationToken);
        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), now);
    }

    [Fact(Timeout = 30_000)]
    public async Task Every_operation_has_a_name_a_summary_and_its_error_answers()
    {
        await using var host = await ApiHost.StartAsync();
        using var document = JsonDocument.Parse(await host.Client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
        var operations = document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(one => (Path: path.Name, one.Value))).ToList();
        Assert.True(operations.Count >= 24, $"{operations.Count} operations");
        foreach (var (path, operation) in operations)
        {
            Assert.False(string.IsNullOrEmpty(operation.GetProperty("operationId").GetString()), path);
            Assert.False(string.IsNullOrEmpty(operation.GetProperty("summary").GetString()), path);
            Assert.True(!path.StartsWith("/api/", StringComparison.Ordinal) || operation.GetProperty("responses").TryGetProperty("401", out _), path);
        }
    }

    private static string Indented(string json) => JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement, Writing) + "\n";

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Ccsp.slnx")))
            folder = Path.GetDirectoryName(folder.TrimEnd('/'))!;
        return folder;
    }
}
