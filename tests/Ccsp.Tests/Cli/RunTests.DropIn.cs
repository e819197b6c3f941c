using System.Text;
using System.Text.Json;
using Ccsp.Cli.Claude;
using Ccsp.Contracts;
using Xunit;

namespace Ccsp.Tests.Cli;

public sealed partial class RunTests
{
    [Fact(Timeout = 120_000)]
    public async Task The_drop_in_hands_on_arguments_stdin_and_directory_untouched()
    {
        await using var stub = await GatewayAsync("succeeded", Done, [EventTypes.TaskStarted, EventTypes.TaskCompleted]);
        _shell.Environment["CCSP_URL"] = stub.Url.ToString();
        _shell.Environment["CCSP_PRIORITY"] = "high";
        _shell.Environment["CCSP_AGENT"] = "bot";
        _shell.Environment["CCSP_TIMEOUT_SECONDS"] = "60";
        _shell.Input = [0xFF, 0x00, 0x0A];
        string[] args = ["-p", "--model", "", "-x", "--", "@file", "\n"];
        Assert.Equal(0, await DropIn.RunAsync(args, _shell.Shell, TestContext.Current.CancellationToken));
        using var body = JsonDocument.Parse(stub.Bodies.First());
        var task = body.RootElement;
        Assert.Equal(args, task.GetProperty("arguments").EnumerateArray().Select(a => a.GetString()!));
        Assert.Equal(_shell.Input, task.GetProperty("stdin").GetBytesFromBase64());
        Assert.Equal((_shell.Folder, "shared", "high", "bot", 60), (
            task.GetProperty("workingDirectory").GetString(), task.GetProperty("directoryMode").GetString(),
            task.GetProperty("priority").GetString(), task.GetProperty("agent").GetString(),
            task.GetProperty("timeoutSeconds").GetInt32()));
        Assert.Equal("out of run 1", _shell.OutText);
        Assert.Equal("err of run 1", Encoding.UTF8.GetString(_shell.ErrorBytes));
        Assert.Equal("", _shell.Error);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("-p", "out of run 2")]
    [InlineData("-p|--output-format|stream-json", "out of run 1out of run 2")]
    public async Task A_run_cut_off_by_a_limit_leaves_one_answer_and_one_note(string args, string output)
    {
        const string limit = """{"waitReason":"limit","waitUntil":"2026-01-01T05:00:00.000Z"}""";
        await using var stub = await GatewayAsync(
            "succeeded", Done, [EventTypes.TaskStarted, "requeued" + limit, EventTypes.TaskStarted, EventTypes.TaskCompleted]);
        _shell.Environment["CCSP_URL"] = stub.Url.ToString();
        Assert.Equal(0, await DropIn.RunAsync(args.Split('|'), _shell.Shell, TestContext.Current.CancellationToken));
        Assert.Equal(output, _shell.OutText);
        Assert.Equal(
            "ccsp: a limit holds this profile until 2026-01-01T05:00:00.000Z; the task waits and goes on by itself\n", _shell.Error);
    }

    [Fact(Timeout = 120_000)]
    public async Task Who_waits_for_an_engine_that_cannot_run_is_told_once()
    {
        const string missing = """{"waitReason":"retry","ending":{"class":"engine-missing"}}""";
        await using var stub = await GatewayAsync(
            "succeeded", Done,
            [
                EventTypes.TaskStarted, "requeued" + missing, EventTypes.TaskStarted, "requeued" + missing, EventTypes.TaskStarted,
                EventTypes.TaskCompleted,
            ]);
        _shell.Environment["CCSP_URL"] = stub.Url.ToString();
        Assert.Equal(0, await DropIn.RunAsync(["-p", "x"], _shell.Shell, TestContext.Current.CancellationToken));
        Assert.Matches("^ccsp: the engine cannot run; the task waits until it can. Why: ccsp tasks explain .+\n$", _shell.Error);
    }

    [Theory(Timeout = 120_000)]
    [InlineData(Bad, 7)]
    [InlineData(
        ",\"ending\":{\"class\":\"crashed\",\"message\":\"x\",\"source\":\"exit\","
        + "\"recoverable\":false,\"severity\":\"error\",\"signal\":9}",
        137)]
    [InlineData("", 1)]
    public async Task The_drop_in_ends_as_claude_did(string ending, int exit)
    {
        await using var stub = await GatewayAsync("failed", ending, [EventTypes.TaskStarted, EventTypes.TaskFailed]);
        _shell.Environment["CCSP_URL"] = stub.Url.ToString();
        Assert.Equal(exit, await DropIn.RunAsync(["-p", "x"], _shell.Shell, TestContext.Current.CancellationToken));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("failed", "timeout", "gateway", 0)]
    [InlineData("failed", "timeout", "gateway", 143)]
    [InlineData("cancelled", "cancelled", "gateway", 0)]
    [InlineData("cancelled", "drained", "gateway", 130)]
    [InlineData("failed", "crashed", "exit", 0)]
    public async Task A_drop_in_without_an_answer_never_ends_with_0_and_says_why(string state, string ending, string source, int code)
    {
        await using var stub = await GatewayAsync(
            state,
            $",\"ending\":{{\"class\":\"{ending}\",\"message\":\"Because.\",\"source\":\"{source}\","
                + $"\"recoverable\":false,\"severity\":\"error\",\"exitCode\":{code}}}",
            [EventTypes.TaskStarted, EventTypes.TaskFailed]);
        _shell.Environment["CCSP_URL"] = stub.Url.ToString();
        Assert.Equal(ExitCodes.Failed, await DropIn.RunAsync(["-p", "x"], _shell.Shell, TestContext.Current.CancellationToken));
        Assert.Equal($"ccsp: task t {state}: Because.\n", _shell.Error);
    }

    [Fact(Timeout = 120_000)]
    public async Task An_answer_counts_however_its_process_went_afterwards()
    {
        await using var stub = await GatewayAsync(
            "succeeded",
            ",\"ending\":{\"class\":\"succeeded\",\"message\":\"Ended with a "
                + "result.\",\"source\":\"result\",\"recoverable\":false,\"severity\":\"info\",\"exitCode\":143}",
            [EventTypes.TaskStarted, EventTypes.TaskCompleted]);
        _shell.Environment["CCSP_URL"] = stub.Url.ToString();
        Assert.Equal(0, await DropIn.RunAsync(["-p", "x"], _shell.Shell, TestContext.Current.CancellationToken));
    }
}
