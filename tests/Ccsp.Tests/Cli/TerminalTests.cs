using Ccsp.Contracts;
using Ccsp.Tests.Support;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Ccsp.Tests.Cli;

/// <summary>Text of others on a real pseudo-terminal, made by script(1).</summary>
public sealed class TerminalTests : IDisposable
{
    /// <summary>Writes the clipboard, sets the title, moves the cursor; the last one in a single character.</summary>
    private const string Evil = "a\\u001b]52;c;ZXZpbA==\\u0007b\\u001b]0;title\\u0007c\\u001b[2Jd\\u009b2Je";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 240_000)]
    [InlineData("ccsp run x")]
    [InlineData("ccsp run --stream-json x")]
    [InlineData("ccsp tasks wait t")]
    [InlineData("ccsp tasks show t")]
    [InlineData("ccsp tasks show t --json")]
    [InlineData("ccsp tasks list")]
    [InlineData("ccsp tasks explain t")]
    [InlineData("ccsp tasks events t")]
    [InlineData("ccsp tasks output t")]
    [InlineData("ccsp tasks cancel t")]
    [InlineData("ccsp tasks cancel refused")]
    [InlineData("ccsp queue status")]
    [InlineData("ccsp gates list")]
    [InlineData("ccsp sessions")]
    [InlineData("ccsp notify status")]
    [InlineData("ccsp notify test log")]
    [InlineData("ccsp notify list")]
    [InlineData("ccsp stop --status")]
    public async Task Nothing_of_it_reaches_the_terminal(string command)
    {
        await using var stub = await StubGateway.StartAsync(AnswerAsync);
        var (_, output, error) = await ShellScript.RunAsync(
            $"export -f ccsp; SHELL=/bin/bash script -qefc 'stty cols 300; {command}' /dev/null", stub.Url, _folder.Path);
        var shown = output + error;
        Assert.Contains("ZXZpbA==", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("\e]", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[2J", shown, StringComparison.Ordinal);
        Assert.DoesNotContain('\u009b', shown);
        Assert.DoesNotContain('\a', shown);
        AssertModeIsKept(shown);
    }

    [Fact(Timeout = 240_000)]
    public async Task A_typed_prompt_is_read_without_another_mode_of_the_terminal()
    {
        await using var stub = await StubGateway.StartAsync(AnswerAsync);
        var (exit, output, error) = await ShellScript.RunAsync(
            """
            export -f ccsp
            printf 'typed\n\004' | SHELL=/bin/bash script -qefc 'ccsp run -' /dev/null
            """, stub.Url, _folder.Path);
        Assert.Equal(0, exit);
        Assert.Contains(stub.Bodies, body => body.Contains("typed", StringComparison.Ordinal));
        AssertModeIsKept(output + error);
    }

    /// <summary>Whoever switches cursor keys or keypad over must switch them back; nobody here needs to.</summary>
    private static void AssertModeIsKept(string shown)
    {
        Assert.DoesNotContain("\e[?1h", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("\e=", shown, StringComparison.Ordinal);
    }

    [Fact(Timeout = 240_000)]
    public async Task Into_a_file_everything_goes_as_it_is()
    {
        await using var stub = await StubGateway.StartAsync(AnswerAsync);
        var (exit, output, _) = await ShellScript.RunAsync("ccsp tasks output t && ccsp tasks wait t", stub.Url, _folder.Path);
        Assert.Equal(0, exit);
        Assert.Equal(2, output.Split("\e]52;c;ZXZpbA==\a").Length - 1);
    }

    private static Task AnswerAsync(HttpContext context)
    {
        var task = StubGateway.Task_("t", "succeeded", $",\"prompt\":\"{Evil}\",\"result\":\"{Evil}\"");
        return (context.Request.Method + " " + context.Request.Path.Value) switch
        {
            "GET /api/v1/tasks" => StubGateway.JsonAsync(context, $$"""{"items":[{{task}}]}"""),
            "GET /api/v1/tasks/t/explain" => StubGateway.JsonAsync(
                context,
                $$"""{"id":"t","state":"ready","summary":"{{Evil}}","ahead":0,"gates":[{"gate":"{{Evil}}","kind":"hold","admits":"""
                + $$"""false,"reason":"{{Evil}}"}]}"""),
            "GET /api/v1/tasks/t/events" => StubGateway.SseAsync(
                context,
                $"id: 0.1.1\ndata: {{\"type\":\"task.output\",\"taskId\":\"t\",\"run\":1,"
                    + $"\"data\":{{\"run\":1,\"line\":1,\"text\":\"{Evil}\"}}}}\n\n",
                StubGateway.Event("1", 1, EventTypes.TaskCompleted, $$"""{"message":"{{Evil}}"}""")),
            "GET /api/v1/tasks/t/output" => context.Response.WriteAsync(System.Text.RegularExpressions.Regex.Unescape(Evil)),
            "POST /api/v1/tasks/t/cancel" => StubGateway.JsonAsync(context, StubGateway.Problem(409, ErrorCodes.Internal, Evil), 409),
            "POST /api/v1/tasks/refused/cancel" => StubGateway.JsonAsync(context, StubGateway.Problem(404, ErrorCodes.Internal, Evil), 404),
            "GET /api/v1/queue" => StubGateway.JsonAsync(
                context,
                $$"""{"paused":true,"pause":{"name":"queue","closed":true,"reason":"{{Evil}}"},"depth":0,"capacity":1,"ended":"""
                + $$"""0,"states":{},"classes":{},"holds":[]}"""),
            "GET /api/v1/gates" => StubGateway.JsonAsync(context, $$"""{"items":[{"name":"queue","closed":true,"reason":"{{Evil}}"}]}"""),
            "GET /api/v1/sessions" => StubGateway.JsonAsync(
                context, $$"""{"items":[{"profile":"p","state":"lost","isValid":false,"consecutiveFailures":1,"reason":"{{Evil}}"}]}"""),
            "GET /api/v1/notifications/channels" => StubGateway.JsonAsync(
                context,
                $$"""{"items":[{"name":"log","minimumSeverity":"info","waiting":0,"dead":0,"refused":0,"lastError":"{{Evil}}"}]}"""),
            "GET /api/v1/notifications" => StubGateway.JsonAsync(
                context,
                $$"""{"items":[{"id":1,"channel":"log","kind":"k","topic":"t","severity":"info","title":"{{Evil}}","tries":"""
                + $$"""1,"state":"dead","createdAt":"2026-03-01T12:00:00Z","error":"{{Evil}}"}]}"""),
            "POST /api/v1/notifications/test" => StubGateway.JsonAsync(context, $$"""{"channel":"log","ok":true,"detail":"{{Evil}}"}"""),
            "GET /api/v1/emergency-stop" =>
                StubGateway.JsonAsync(context, $$"""{"active":true,"phase":"stopped","mode":"hold","reason":"{{Evil}}","actor":"a"}"""),
            _ => StubGateway.JsonAsync(context, task, context.Request.Method == "POST" ? 202 : 200),
        };
    }
}
