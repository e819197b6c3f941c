using System.Text.Json;
using Ccsp.Contracts;
using Xunit;

namespace Ccsp.Tests.Cli;

public sealed class SubmissionOptionsTests : IDisposable
{
    /// <summary>What only the drop-in sends, and what no gateway honours yet.</summary>
    private static readonly string[] WithoutOption = ["arguments", "stdin", "callbackUrl"];

    private readonly TestShell _shell = new() { Input = [] };

    public void Dispose() => _shell.Dispose();

    [Theory(Timeout = 120_000)]
    [InlineData("run")]
    [InlineData("submit")]
    public async Task Everything_a_submission_carries_has_an_option(string verb)
    {
        await using var stub = await StubGateway.StartAsync(c => c.Request.Path.Value!.EndsWith("/events", StringComparison.Ordinal)
            ? StubGateway.SseAsync(c, StubGateway.Event("1", 1, EventTypes.TaskCompleted))
            : StubGateway.JsonAsync(c, StubGateway.Task_("t1", "succeeded", ",\"result\":\"ok\"")));
        File.WriteAllText(Path.Combine(_shell.Folder, "schema.json"), """{"type":"object"}""");
        File.WriteAllText(Path.Combine(_shell.Folder, "more.md"), "More.");
        _shell.Environment["OWN"] = "here";
        Assert.Equal(0, await _shell.RunAsync(
            "--url", stub.Url.ToString(), verb, "p", "-m", "opus", "--fallback-model", "sonnet", "-p", "low", "--engine", "e", "--agent",
            "a", "--type", "t", "--profile", "pr",
            "--group", "g", "--cwd", ".", "--directory-mode", "exclusive", "--include", "x.md", "--system-prompt", "s",
            "--append-system-prompt-file", "more.md",
            "--allowed-tools", "Read,Bash(a,b)", "--allowed-tools", "Edit", "--disallowed-tools", "Write", "--permission-mode", "plan",
            "--mcp-config", """{"mcpServers":{}}""",
            "--schema", "schema.json", "--env", "A=1=2", "-e", "OWN", "--metadata", "ticket=7", "--timeout", "1h30m", "--max-turns", "5",
            "--max-budget-usd", "2.5",
            "--retries", "0", "--resume", "conversation", "--hold", "--after", "parent", "--on-parent-failure", "continue", "--run-at",
            "+1h", "--start-before", "2d",
            "--durability", "disk", "--idempotency-key", "k"));
        using var body = JsonDocument.Parse(stub.Bodies.First());
        var sent = body.RootElement;
        var fields = CcspJson.Wire.TaskSubmission.Properties.Select(property => property.Name).Except(WithoutOption);
        Assert.Empty(fields.Except(sent.EnumerateObject().Select(field => field.Name)));
        Assert.Equal("""["Read","Bash(a,b)","Edit"]""", sent.GetProperty("allowedTools").GetRawText());
        Assert.Equal("""{"A":"1=2","OWN":"here"}""", sent.GetProperty("env").GetRawText());
        Assert.Equal("""{"ticket":"7"}""", sent.GetProperty("metadata").GetRawText());
        Assert.Equal("""{"type":"object"}""", sent.GetProperty("outputSchema").GetRawText());
        Assert.Equal("More.", sent.GetProperty("appendSystemPrompt").GetString());
        Assert.Equal(Path.Combine(_shell.Folder, "x.md"), sent.GetProperty("includeFiles")[0].GetString());
        Assert.Equal((5400, 2.5m), (sent.GetProperty("timeoutSeconds").GetInt32(), sent.GetProperty("maxBudgetUsd").GetDecimal()));
        Assert.Equal("k", stub.Headers.First()["Idempotency-Key"].ToString());
    }

    [Theory(Timeout = 120_000)]
    [InlineData("--env|=x", "--env: '=x' is not NAME=VALUE")]
    [InlineData("--env|NOT_SET", "--env: NOT_SET is not set here")]
    [InlineData("--env|A=1|--env|A=2", "--env: A is given twice")]
    [InlineData("--max-budget-usd|1,5", "--max-budget-usd: '1,5' is no number, such as 2.5")]
    [InlineData("--max-budget-usd|NaN", "--max-budget-usd: 'NaN' is no number")]
    [InlineData("--metadata|a", "--metadata: 'a' is not NAME=VALUE")]
    [InlineData("--schema|{broken", "--schema: what is given is no JSON (line 1")]
    [InlineData("--schema|nowhere.json", "--schema: 'nowhere.json' cannot be read")]
    [InlineData("--mcp-config|list.json", "--mcp-config: 'list.json' is no JSON object")]
    [InlineData("--system-prompt|a|--system-prompt-file|b", "--system-prompt and --system-prompt-file exclude each other")]
    [InlineData("--shared|--directory-mode|exclusive", "--shared and --directory-mode exclude each other")]
    [InlineData("--on-parent-failure|fail", "--on-parent-failure belongs to --after")]
    [InlineData("--timeout|soon", "--timeout: 'soon' is no duration; write 90s, 10m or 1h30m")]
    [InlineData("--run-at|2020-01-01", "--run-at: '2020-01-01' is past")]
    [InlineData("--start-before|01/02/2030", "--start-before: '01/02/2030' is no time")]
    public async Task What_cannot_be_understood_is_refused_by_name(string args, string why)
    {
        await using var stub = await StubGateway.StartAsync(_ => throw new InvalidOperationException("nothing may be asked"));
        File.WriteAllText(Path.Combine(_shell.Folder, "list.json"), "[]");
        Assert.Equal(ExitCodes.Usage, await _shell.RunAsync(["--url", stub.Url.ToString(), "submit", "x", .. args.Split('|')]));
        Assert.Contains(why, _shell.Error, StringComparison.Ordinal);
        Assert.Empty(stub.Requests);
    }
}
