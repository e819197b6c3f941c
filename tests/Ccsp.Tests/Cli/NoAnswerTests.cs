using Ccsp.Cli.Parsing;
using Ccsp.Contracts;
using Ccsp.Tests.Support;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Ccsp.Tests.Cli;

/// <summary>Who gets no answer gets neither 0 nor silence.</summary>
public sealed class NoAnswerTests : IDisposable
{
    private readonly TestShell _shell = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Dispose();
    }

    [Theory(Timeout = 120_000)]
    [InlineData("failed", EventTypes.TaskFailed, "task t failed")]
    [InlineData("cancelled", EventTypes.TaskCancelled, "task t cancelled")]
    [InlineData("expired", EventTypes.TaskExpired, "task t expired: it did not start in time")]
    public async Task A_task_that_ends_without_a_result_ends_run_and_wait_with_one(string state, string type, string sentence)
    {
        await using var stub = await EndedAsync(state, type);
        foreach (var args in new[] { "run|x", "run|--json|x", "run|--stream-json|x", "tasks|wait|t", "tasks|wait|--json|t" })
        {
            using var shell = new TestShell();
            Assert.Equal(ExitCodes.Failed, await shell.RunAsync(["--url", stub.Url.ToString(), .. args.Split('|')]));
            Assert.Contains(sentence, shell.Error, StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = 120_000)]
    [InlineData("run|x", ExitCodes.Failed)]
    [InlineData("run|--json|x", ExitCodes.Failed)]
    [InlineData("tasks|wait|t", ExitCodes.Failed)]
    [InlineData("tasks|show|t", ExitCodes.Done)]
    public async Task A_result_that_is_cut_is_never_shown_as_if_it_were_whole(string args, int exit)
    {
        await using var stub = await EndedAsync("succeeded", EventTypes.TaskCompleted, ",\"result\":\"begins\",\"resultTruncated\":true");
        Assert.Equal(exit, await _shell.RunAsync(["--url", stub.Url.ToString(), .. args.Split('|')]));
        Assert.Contains("the result is cut after 6 characters; 'ccsp tasks output t' prints all", _shell.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_success_without_words_is_told()
    {
        await using var stub = await EndedAsync("succeeded", EventTypes.TaskCompleted);
        Assert.Equal(ExitCodes.Done, await _shell.RunAsync("--url", stub.Url.ToString(), "run", "x"));
        Assert.Equal(("", "ccsp: task t succeeded and said nothing\n"), (_shell.Out, _shell.Error));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("tasks|wait|t", "interrupted; task t goes on")]
    [InlineData("tasks|events|-f|t", "interrupted")]
    [InlineData("tasks|output|-f|t", "interrupted")]
    public async Task An_interrupt_is_told(string args, string sentence)
    {
        using var interrupt = new CancellationTokenSource();
        await using var stub = await StubGateway.StartAsync(async context =>
        {
            await context.Response.StartAsync();
            await interrupt.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        Assert.Equal(
            ExitCodes.Interrupted,
            await CommandLine.RunAsync(["--url", stub.Url.ToString(), .. args.Split('|')], _shell.Shell, interrupt.Token));
        Assert.Equal($"ccsp: {sentence}\n", _shell.Error);
    }

    [Theory(Timeout = 240_000)]
    [InlineData("ccsp tasks list >/dev/full", "standard output cannot be written: No space left on device")]
    [InlineData("ccsp run x </dev/null >/dev/full", "standard output cannot be written: No space left on device")]
    [InlineData("ccsp tasks output t >/dev/full", "standard output cannot be written: No space left on device")]
    [InlineData("ccsp version >/dev/full", "standard output cannot be written: No space left on device")]
    [InlineData("ccsp --help >/dev/full", "standard output cannot be written: No space left on device")]
    [InlineData("ccsp submit x </dev/null >/dev/full", "task t was accepted, but standard output cannot be written")]
    [InlineData("ccsp submit x </dev/null | true; exit ${PIPESTATUS[0]}", "task t was accepted, but standard output was closed")]
    [InlineData("ccsp tasks list >&-", "standard output cannot be written")]
    public async Task An_answer_that_cannot_be_written_is_no_success(string script, string sentence)
    {
        await using var stub = await EndedAsync("succeeded", EventTypes.TaskCompleted, ",\"result\":\"answer\"");

        // The reader has gone before there is anything to write.
        var (exit, _, error) = await ShellScript.RunAsync(
            script.Replace("| true", "| exec true", StringComparison.Ordinal), stub.Url, _folder.Path);
        Assert.Equal(ExitCodes.Failed, exit);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }

    /// <summary>As behind <c>head -1</c>, in silence like every other tool.</summary>
    [Theory(Timeout = 240_000)]
    [InlineData("ccsp tasks list")]
    [InlineData("ccsp tasks list --json")]
    [InlineData("ccsp run x </dev/null")]
    [InlineData("ccsp tasks output t")]
    [InlineData("ccsp version")]
    [InlineData("ccsp --help")]
    public async Task A_reader_that_has_gone_is_told_by_the_exit_code_alone(string command)
    {
        await using var stub = await EndedAsync("succeeded", EventTypes.TaskCompleted, ",\"result\":\"answer\"");
        var (exit, _, error) = await ShellScript.RunAsync(command + " | exec true; exit ${PIPESTATUS[0]}", stub.Url, _folder.Path);
        Assert.Equal((ExitCodes.Failed, ""), (exit, error));
    }

    [Fact(Timeout = 240_000)]
    public async Task A_full_standard_error_changes_no_exit_code()
    {
        await using var stub = await EndedAsync("failed", EventTypes.TaskFailed);
        var (exit, output, _) = await ShellScript.RunAsync("ccsp run x </dev/null 2>/dev/full", stub.Url, _folder.Path);
        Assert.Equal((ExitCodes.Failed, ""), (exit, output));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("nonsense|--help")]
    [InlineData("--help|nonsense")]
    [InlineData("tasks|nonsense|--help")]
    [InlineData("tasks|list|--nonsense|--help")]
    [InlineData("help|nonsense")]
    [InlineData("help|tasks|nonsense")]
    public async Task Help_on_what_is_not_there_is_a_usage_error(string args)
    {
        Assert.Equal(ExitCodes.Usage, await _shell.RunAsync(args.Split('|')));
        Assert.Contains("nonsense' is not known here", _shell.Error, StringComparison.Ordinal);
        Assert.Equal("", _shell.Out);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("stop|--stauts", "did you mean --status?")]
    [InlineData("queue|pause|--untill", "did you mean --until?")]
    [InlineData("tasks|cancel|--force", "'--force' is no option")]
    [InlineData("gates|close|profile:x|-y", "'-y' is no option")]
    public async Task What_looks_like_an_option_is_never_taken_for_a_value(string args, string why)
    {
        await using var stub = await StubGateway.StartAsync(_ => throw new InvalidOperationException("nothing may be asked"));
        Assert.Equal(ExitCodes.Usage, await _shell.RunAsync(["--url", stub.Url.ToString(), .. args.Split('|')]));
        Assert.Contains(why, _shell.Error, StringComparison.Ordinal);
        Assert.Empty(stub.Requests);
    }

    [Fact(Timeout = 120_000)]
    public async Task An_answer_of_somebody_else_is_told_without_names_of_types()
    {
        await using var stub = await StubGateway.StartAsync(c => StubGateway.JsonAsync(c, """{"items":"none"}"""));
        Assert.Equal(ExitCodes.Unreachable, await _shell.RunAsync("--url", stub.Url.ToString(), "tasks", "list"));
        Assert.Contains(
            "does not answer like a gateway of this version: $.items is not what it should be", _shell.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Ccsp.", _shell.Error, StringComparison.Ordinal);
    }

    private static Task<StubGateway> EndedAsync(string state, string type, string more = "") => StubGateway.StartAsync(
        context => context.Request.Path.Value!.Split('/')[^1] switch
    {
        "events" => StubGateway.SseAsync(context, StubGateway.Event("1", 1, type)),
        "output" => context.Response.WriteAsync("bytes"),
        "tasks" when context.Request.Method == "GET" =>
            StubGateway.JsonAsync(context, $$"""{"items":[{{StubGateway.Task_("t", state, more)}}]}"""),
        _ => StubGateway.JsonAsync(context, StubGateway.Task_("t", state, more), context.Request.Method == "POST" ? 202 : 200),
    });
}
