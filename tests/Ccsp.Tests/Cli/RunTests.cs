using System.Text.Json;
using Ccsp.Cli.Parsing;
using Ccsp.Contracts;
using Ccsp.RedisServers;
using Ccsp.Tests.Support;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Ccsp.Tests.Cli;

public sealed partial class RunTests : IDisposable
{
    private const string Done =
        ",\"result\":\"the answer\","
        + "\"ending\":{\"class\":\"succeeded\",\"message\":\"ok\",\"source\":\"result\","
        + "\"recoverable\":false,\"severity\":\"info\",\"exitCode\":0}";
    private const string Bad =
        ",\"failReason\":\"permanent\",\"ending\":{\"class\":\"crashed\",\"message\":\"it "
        + "broke\",\"source\":\"exit\",\"recoverable\":false,\"severity\":\"error\",\"exitCode\":7}";

    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task The_result_goes_to_stdout_and_nothing_else_does()
    {
        await using var stub = await GatewayAsync("succeeded", Done, [EventTypes.TaskStarted, EventTypes.TaskCompleted]);
        Assert.Equal(0, await _shell.RunAsync("--url", stub.Url.ToString(), "run", "x"));
        Assert.Equal(("the answer\n", ""), (_shell.Out, _shell.Error));
    }

    [Fact(Timeout = 120_000)]
    public async Task On_a_terminal_the_agent_is_heard_live_but_its_answer_once()
    {
        const string said =
            """{"run":1,"line":1,"event":{"type":"assistant","message":{"content":[{"type":"text","text":"I """
            + """look"},{"type":"tool_use","name":"Bash"}]}}}""";
        const string answer =
            """{"run":1,"line":2,"event":{"type":"assistant","message":{"content":[{"type":"text","text":"the answer"}]}}}""";
        await using var stub = await GatewayAsync("succeeded", Done, [EventTypes.TaskStarted, said, answer, EventTypes.TaskCompleted]);
        _shell.Terminal = true;
        _shell.Environment["NO_COLOR"] = "1";
        Assert.Equal(0, await _shell.RunAsync("--url", stub.Url.ToString(), "run", "x"));
        Assert.Equal("the answer\n", _shell.Out);
        Assert.Contains("I look\nuses Bash\n", _shell.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("the answer", _shell.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\e", _shell.Error, StringComparison.Ordinal);
    }

    /// <summary>Once on a terminal, where live lines and result meet; where a line is missing, the whole is printed.</summary>
    [Theory(Timeout = 120_000)]
    [InlineData("run|x", "a\\nb", "a\nb\n", "")]
    [InlineData("run|x", "a\\nb\\n", "a\nb\n", "")]
    [InlineData("tasks|wait|t", "a\\nb", "a\nb\n", "")]
    [InlineData("run|x", "a\\nb\\nc", "a\nb\n", "a\nb\nc\n")]
    public async Task The_lines_of_a_program_are_its_answer_and_stand_once(string args, string result, string live, string printed)
    {
        await using var stub = await GatewayAsync(
            "succeeded", Done.Replace("the answer", result, StringComparison.Ordinal),
            [
                EventTypes.TaskStarted, """{"run":1,"line":1,"text":"a"}""", """{"run":1,"line":2,"text":"b"}""",
                EventTypes.TaskCompleted,
            ]);
        _shell.Terminal = true;
        _shell.Environment["NO_COLOR"] = "1";
        Assert.Equal(0, await _shell.RunAsync(["--url", stub.Url.ToString(), .. args.Split('|')]));
        Assert.Equal(printed, _shell.Out);
        Assert.Contains(live, _shell.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_failed_task_ends_with_one_and_says_why()
    {
        await using var stub = await GatewayAsync("failed", Bad, [EventTypes.TaskFailed]);
        Assert.Equal(ExitCodes.Failed, await _shell.RunAsync("--url", stub.Url.ToString(), "run", "x"));
        Assert.Equal(("", "ccsp: task t failed (permanent): it broke\n"), (_shell.Out, _shell.Error));
    }

    [Fact(Timeout = 120_000)]
    public async Task Json_is_the_task_and_stream_json_its_events()
    {
        await using var stub = await GatewayAsync("succeeded", Done, [EventTypes.TaskStarted, EventTypes.TaskCompleted]);
        Assert.Equal(0, await _shell.RunAsync("--url", stub.Url.ToString(), "run", "--json", "x"));
        using (var task = JsonDocument.Parse(_shell.Out))
            Assert.Equal("the answer", task.RootElement.GetProperty("result").GetString());
        using var second = new TestShell();
        Assert.Equal(0, await second.RunAsync("--url", stub.Url.ToString(), "run", "--stream-json", "x"));
        var types = second.Out.TrimEnd('\n').Split('\n')
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("type").GetString());
        Assert.Equal([EventTypes.TaskStarted, EventTypes.TaskCompleted], types);
    }

    [Fact(Timeout = 120_000)]
    public async Task An_interrupt_cancels_the_task_and_ends_with_130()
    {
        using var interrupt = new CancellationTokenSource();
        var cancelled = new TaskCompletionSource();
        await using var stub = await StubGateway.StartAsync(async context =>
        {
            var path = context.Request.Path.Value!;
            if (path.EndsWith("/cancel", StringComparison.Ordinal))
            {
                cancelled.TrySetResult();
                await StubGateway.JsonAsync(context, StubGateway.Task_("t", "stopping"));
            }
            else if (path.EndsWith("/events", StringComparison.Ordinal))
            {
                if (!context.Request.Headers.ContainsKey("Last-Event-ID"))
                {
                    await StubGateway.SseAsync(context, StubGateway.Event("1", 1, EventTypes.TaskStarted, run: 1));
                    await interrupt.CancelAsync();
                }

                await cancelled.Task.WaitAsync(context.RequestAborted);
                await StubGateway.SseAsync(context, StubGateway.Event("2", 2, EventTypes.TaskCancelled));
            }
            else
            {
                await StubGateway.JsonAsync(context, StubGateway.Task_("t", cancelled.Task.IsCompleted ? "cancelled" : "ready"));
            }
        });
        var exit = await CommandLine.RunAsync(["--url", stub.Url.ToString(), "run", "x"], _shell.Shell, interrupt.Token);
        Assert.Equal(ExitCodes.Interrupted, exit);
        Assert.Contains("POST /api/v1/tasks/t/cancel", stub.Requests);
    }

    [Theory(Timeout = 120_000)]
    [InlineData(false, "interrupted; task t is being cancelled and has not ended yet. See it: ccsp tasks show t")]
    [InlineData(true, "interrupted; the gateway did not answer, and task t may go on. Cancel it: ccsp tasks cancel t")]
    public async Task An_interrupt_frees_the_caller_also_where_the_task_or_its_gateway_does_not_end(bool silent, string said)
    {
        using var interrupt = new CancellationTokenSource();
        var clock = new TestClock();
        _shell.Clock = clock;
        await using var stub = await StubGateway.StartAsync(async context =>
        {
            var path = context.Request.Path.Value!;
            if (path.EndsWith("/events", StringComparison.Ordinal))
            {
                await StubGateway.SseAsync(context, StubGateway.Event("1", 1, EventTypes.TaskStarted, run: 1));
                await interrupt.CancelAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }

            if (silent && path.EndsWith("/cancel", StringComparison.Ordinal))
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            await StubGateway.JsonAsync(context, StubGateway.Task_("t", "running"));
        });
        var running = CommandLine.RunAsync(["--url", stub.Url.ToString(), "run", "x"], _shell.Shell, interrupt.Token);
        await clock.ArmedForAsync(TimeSpan.FromSeconds(30));
        await Until.TrueAsync(
            () => Task.FromResult(
                stub.Requests.Contains("POST /api/v1/tasks/t/cancel")
                    && (silent || stub.Requests.Count(request => request.EndsWith("/events", StringComparison.Ordinal)) == 2)),
            "the cancel");
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(ExitCodes.Interrupted, await running);
        Assert.EndsWith($"ccsp: {said}\n", _shell.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Output_that_cannot_be_had_is_told_and_the_task_ends_as_it_did()
    {
        const string missing = "missing{\"run\":1,\"message\":\"the rest of the output of run 1 is missing here\"}";
        await using var stub = await GatewayAsync("succeeded", Done, [EventTypes.TaskStarted, missing, EventTypes.TaskCompleted]);
        Assert.Equal(0, await _shell.RunAsync("--url", stub.Url.ToString(), "run", "x"));
        Assert.Equal(("the answer\n", "ccsp: the rest of the output of run 1 is missing here\n"), (_shell.Out, _shell.Error));
    }

    [Fact(Timeout = 120_000)]
    public async Task Output_is_copied_byte_for_byte()
    {
        byte[] raw = [0, 0xFF, 0x0A, 0xC3, 0x28, 0x0D];
        await using var stub = await StubGateway.StartAsync(async c => await c.Response.Body.WriteAsync(raw));
        Assert.Equal(0, await _shell.RunAsync("--url", stub.Url.ToString(), "tasks", "output", "t", "--stderr"));
        Assert.Equal(raw, _shell.OutBytes);
    }

    /// <summary>
    /// A gateway whose one task passes through these events; what starts with a brace is output, “requeued{…}” a requeue, “missing{…}”
    /// output that cannot be had.
    /// </summary>
    private static Task<StubGateway> GatewayAsync(string state, string more, string[] story) => StubGateway.StartAsync(context =>
    {
        var path = context.Request.Path.Value!;
        if (path.EndsWith("/events", StringComparison.Ordinal))
            return StubGateway.SseAsync(context, [.. Told(story)]);
        return path.EndsWith("/output", StringComparison.Ordinal)
            ? context.Response.WriteAsync(
                $"{(context.Request.Query["stream"] == "stderr" ? "err" : "out")} of run {context.Request.Query["run"]}")
            : StubGateway.JsonAsync(context, StubGateway.Task_("t", state, more), context.Request.Method == "POST" ? 202 : 200);
    });

    private static IEnumerable<string> Told(string[] story)
    {
        var (seq, run) = (0, 0);
        foreach (var item in story)
        {
            if (item.StartsWith('{'))
            {
                yield return $"id: {seq}.{run}.1\ndata: {{\"type\":\"task.output\",\"taskId\":\"t\",\"run\":{run},\"data\":{item}}}\n\n";
                continue;
            }

            seq++;
            if (item == EventTypes.TaskStarted)
                run++;
            yield return item.StartsWith("requeued", StringComparison.Ordinal)
                ? StubGateway.Event($"{seq}", seq, EventTypes.TaskRequeued, item["requeued".Length..], run)
                : item.StartsWith("missing", StringComparison.Ordinal)
                ? StubGateway.Event($"{seq}", seq, EventTypes.TaskOutputMissing, item["missing".Length..], run)
                : StubGateway.Event($"{seq}", seq, item, run: run == 0 ? null : run);
        }
    }
}
