using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Tests.Support;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Ccsp.Tests.Cli;

/// <summary>Started without standard input, output or error, as daemons and careless parents start programs.</summary>
public sealed class ClosedDescriptorTests : IDisposable
{
    private const string Done =
        ",\"result\":\"the answer\",\"ending\":{\"class\":\"succeeded\",\"message\":\"ok\",\"source\":\"result\","
        + "\"recoverable\":false,\"severity\":\"info\",\"exitCode\":0}";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task Without_standard_input_a_prompt_is_missing_at_once()
    {
        await using var stub = await StubGateway.StartAsync(AnswerAsync);
        var closed = await ShellScript.RunAsync("ccsp run <&-", stub.Url, _folder.Path);
        var empty = await ShellScript.RunAsync("ccsp run </dev/null", stub.Url, _folder.Path);
        Assert.Equal((ExitCodes.Usage, "", "ccsp: the prompt is empty: give it as an argument or pipe it in\n"), closed);
        Assert.Equal(empty, closed);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("ccsp run x <&-")]
    [InlineData("ccsp submit x <&- >/dev/null; echo the answer")]
    [InlineData("ccsp claude -p x <&-")]
    public async Task Beside_a_prompt_it_is_nothing_to_wait_for(string command)
    {
        await using var stub = await StubGateway.StartAsync(AnswerAsync);
        Assert.Equal((0, "the answer\n", ""), await ShellScript.RunAsync(command, stub.Url, _folder.Path));
        using var body = JsonDocument.Parse(stub.Bodies.First(sent => sent.Length > 0));
        if (body.RootElement.TryGetProperty("prompt", out var prompt))
            Assert.Equal("x", prompt.GetString());
    }

    [Theory(Timeout = 120_000)]
    [InlineData("ccsp run x >&-", "ccsp: standard output cannot be written: Bad file descriptor\n")]
    [InlineData("ccsp run x <&- >&- 2>&-", "")]
    [InlineData("ccsp version >&-", "ccsp: standard output cannot be written: Bad file descriptor\n")]
    public async Task An_answer_nobody_can_get_is_no_success(string command, string error)
    {
        await using var stub = await StubGateway.StartAsync(AnswerAsync);
        Assert.Equal((ExitCodes.Failed, "", error), await ShellScript.RunAsync(command, stub.Url, _folder.Path));
    }

    [Fact(Timeout = 120_000)]
    public async Task Without_standard_error_the_answer_still_comes()
    {
        await using var stub = await StubGateway.StartAsync(AnswerAsync);
        Assert.Equal((0, "the answer\n", ""), await ShellScript.RunAsync("ccsp run x 2>&-", stub.Url, _folder.Path));
    }

    private static Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path.EndsWith("/events", StringComparison.Ordinal))
            return StubGateway.SseAsync(
                context, StubGateway.Event("1", 1, EventTypes.TaskStarted, run: 1), StubGateway.Event("2", 2, EventTypes.TaskCompleted));
        if (path.EndsWith("/output", StringComparison.Ordinal))
            return context.Response.WriteAsync(context.Request.Query["stream"] == "stderr" ? "" : "the answer\n");
        return StubGateway.JsonAsync(
            context, StubGateway.Task_("t", "succeeded", Done), context.Request.Method == "POST" ? 202 : 200);
    }
}
