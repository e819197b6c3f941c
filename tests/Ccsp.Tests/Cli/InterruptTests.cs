using Ccsp.Cli.Claude;
using Ccsp.Cli.Parsing;
using Ccsp.Contracts;
using Ccsp.Tests.Support;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Ccsp.Tests.Cli;

/// <summary>Whoever leaves a command leaves no task behind without being told.</summary>
public sealed class InterruptTests : IDisposable
{
    private const string Cancel = "POST /api/v1/tasks/t/cancel";

    private readonly TempFolder _folder = new();
    private readonly TestShell _shell = new();
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Dispose();
    }

    [Theory(Timeout = 240_000)]
    [InlineData("ccsp run x", "0.01")]
    [InlineData("ccsp run x", "0.05")]
    [InlineData("ccsp claude -p x", "0.01")]
    [InlineData("ccsp claude -p x", "0.05")]
    public async Task Two_interrupts_at_once_on_a_terminal_cancel_the_task_and_say_so(string command, string pause)
    {
        await using var stub = await StubGateway.StartAsync(AnswerAsync);
        var (_, output, _) = await PressTwiceAsync(command, "following", pause, stub.Url);
        Assert.Contains("exit=130", output, StringComparison.Ordinal);
        Assert.Contains(Cancel, stub.Requests);
        Assert.Matches("task t (is )?cancelled", output);
    }

    [Theory(Timeout = 240_000)]
    [InlineData("ccsp run x")]
    [InlineData("ccsp claude -p x")]
    public async Task Who_leaves_before_the_cancel_is_answered_is_told_how_to_be_rid_of_the_task(string command)
    {
        await using var stub = await StubGateway.StartAsync(context =>
            context.Request.Path.Value!.EndsWith("/cancel", StringComparison.Ordinal) ? HangAsync(context) : AnswerAsync(context));
        var (_, output, _) = await PressAgainAsync(command, "following", stub.Url);
        Assert.Contains("exit=130", output, StringComparison.Ordinal);
        Assert.Contains("task t stays in the queue; 'ccsp tasks cancel t' cancels it", output, StringComparison.Ordinal);
    }

    [Theory(Timeout = 240_000)]
    [InlineData("ccsp run x")]
    [InlineData("ccsp claude -p x")]
    [InlineData("ccsp submit x")]
    public async Task Who_leaves_before_the_task_is_accepted_is_told_that_it_may_be(string command)
    {
        await using var stub = await StubGateway.StartAsync(async context =>
        {
            if (!IsSubmission(context))
            {
                await AnswerAsync(context);
                return;
            }

            await File.WriteAllTextAsync(_folder["submitting"], "");
            await HangAsync(context);
        });
        var (_, output, _) = await PressAgainAsync(command, "submitting", stub.Url);
        Assert.Contains("exit=130", output, StringComparison.Ordinal);
        Assert.Contains("it may have accepted the task ('ccsp tasks list' shows it)", output, StringComparison.Ordinal);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("run")]
    [InlineData("claude")]
    public async Task An_interrupt_before_the_answer_waits_for_it_and_cancels(string command)
    {
        using var interrupt = new CancellationTokenSource();
        await using var stub = await StubGateway.StartAsync(context => InterruptedAsync(context, interrupt));
        _shell.Environment["CCSP_URL"] = stub.Url.ToString();
        var exit = command == "run"
            ? await CommandLine.RunAsync(["run", "x"], _shell.Shell, interrupt.Token)
            : await DropIn.RunAsync(["-p", "x"], _shell.Shell, interrupt.Token);
        Assert.NotEqual(ExitCodes.Done, exit);
        Assert.Contains(Cancel, stub.Requests);
        Assert.Contains("task t cancelled", _shell.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task An_interrupted_submit_leaves_its_task_and_says_so()
    {
        using var interrupt = new CancellationTokenSource();
        await using var stub = await StubGateway.StartAsync(context => InterruptedAsync(context, interrupt));
        var exit = await CommandLine.RunAsync(["--url", stub.Url.ToString(), "submit", "x"], _shell.Shell, interrupt.Token);
        Assert.Equal(ExitCodes.Interrupted, exit);
        Assert.DoesNotContain(Cancel, stub.Requests);
        Assert.Contains("task t stays in the queue; 'ccsp tasks cancel t' cancels it", _shell.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_cancel_that_is_refused_is_told()
    {
        using var interrupt = new CancellationTokenSource();
        await using var stub = await StubGateway.StartAsync(context =>
            context.Request.Path.Value!.EndsWith("/cancel", StringComparison.Ordinal)
                ? StubGateway.JsonAsync(context, StubGateway.Problem(403, ErrorCodes.Internal, "not yours"), 403)
                : InterruptedAsync(context, interrupt));
        var exit = await CommandLine.RunAsync(["--url", stub.Url.ToString(), "run", "x"], _shell.Shell, interrupt.Token);
        Assert.Equal(ExitCodes.Interrupted, exit);
        Assert.Contains("not yours", _shell.Error, StringComparison.Ordinal);
        Assert.Contains("'ccsp tasks cancel t' cancels it", _shell.Error, StringComparison.Ordinal);
    }

    /// <summary>Two presses of Ctrl-C on a pseudo-terminal once the file is there. The system may make one signal of them.</summary>
    private Task<(int Exit, string Out, string Error)> PressTwiceAsync(string command, string file, string pause, Uri gateway) =>
        PressAsync(command, file, $"printf '\\003'; sleep {pause}; printf '\\003'; until_there ended", gateway);

    /// <summary>Presses of Ctrl-C, as somebody does it who wants to leave.</summary>
    private Task<(int Exit, string Out, string Error)> PressAgainAsync(string command, string file, Uri gateway) =>
        PressAsync(command, file, "until [ -e ended ]; do printf '\\003'; sleep 0.1; done", gateway);

    private Task<(int Exit, string Out, string Error)> PressAsync(string command, string file, string press, Uri gateway) =>
        ShellScript.RunAsync(
            $$"""
            export -f ccsp
            until_there() { until [ -e "$1" ]; do sleep 0.02; done; }
            { until_there {{file}}; {{press}}; } |
                { SHELL=/bin/bash script -qefc '{{command}} </dev/null' /dev/null; echo "exit=$?"; : >ended; }
            """,
            gateway,
            _folder.Path);

    private async Task InterruptedAsync(HttpContext context, CancellationTokenSource interrupt)
    {
        if (IsSubmission(context))
            await interrupt.CancelAsync();
        await AnswerAsync(context);
    }

    /// <summary>A gateway whose queue is paused: its task waits until it is cancelled.</summary>
    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path.EndsWith("/cancel", StringComparison.Ordinal))
        {
            _cancelled.TrySetResult();
        }
        else if (path.EndsWith("/events", StringComparison.Ordinal))
        {
            await StubGateway.SseAsync(context, StubGateway.Event("1", 1, EventTypes.TaskEnqueued));
            await File.WriteAllTextAsync(_folder["following"], "");
            await _cancelled.Task.WaitAsync(context.RequestAborted);
            await StubGateway.SseAsync(context, StubGateway.Event("2", 2, EventTypes.TaskCancelled));
            return;
        }

        await StubGateway.JsonAsync(
            context, StubGateway.Task_("t", _cancelled.Task.IsCompleted ? "cancelled" : "ready"), IsSubmission(context) ? 202 : 200);
    }

    private static bool IsSubmission(HttpContext context) => context.Request is { Method: "POST", Path.Value: "/api/v1/tasks" };

    private static async Task HangAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }
}
