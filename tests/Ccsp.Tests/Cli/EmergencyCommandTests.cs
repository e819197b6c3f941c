using Ccsp.Cli.Emergency;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Help;
using Ccsp.Cli.Parsing;
using Ccsp.Contracts;
using Ccsp.Gateway.EmergencyStop;
using Xunit;

namespace Ccsp.Tests.Cli;

public sealed class EmergencyCommandTests : IDisposable
{
    private const string Runs = """{"live":3,"stopped":2,"finished":1,"lost":0,"survivors":0}""";

    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task A_stop_waits_for_its_whole_receipt_and_prints_it()
    {
        var answers = new Queue<string>(
            [Answer("stopping"), Answer("stopping"), Answer("stopped", $",\"runs\":{Runs},\"instances\":{{\"one\":{Runs}}}")]);
        await using var stub = await StubGateway.StartAsync(context => StubGateway.JsonAsync(context, answers.Dequeue()));
        Assert.Equal(ExitCodes.Done, await _shell.RunAsync("--url", stub.Url.ToString(), "stop", "fire", "--mode", "kill"));
        Assert.Equal(["POST /api/v1/emergency-stop", "GET /api/v1/emergency-stop", "GET /api/v1/emergency-stop"], stub.Requests);
        Assert.Equal("""{"reason":"fire","mode":"kill"}""", stub.Bodies.First());
        Assert.Contains("all instances: 3 live, 2 stopped, 1 finished, 0 lost, 0 survivors", _shell.Out, StringComparison.Ordinal);
        Assert.Contains("one: 3 live", _shell.Out, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_stop_that_only_one_instance_knows_claims_nothing_of_the_others_and_is_no_success()
    {
        await using var stub = await StubGateway.StartAsync(
            context => StubGateway.JsonAsync(context, Answer("stopped", $",\"onlyHere\":true,\"runs\":{Runs}")));
        Assert.Equal(ExitCodes.Failed, await _shell.RunAsync("--url", stub.Url.ToString(), "stop", "fire"));
        Assert.Contains("this instance: 3 live", _shell.Out, StringComparison.Ordinal);
        Assert.Contains("other instances: not reached", _shell.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("all instances", _shell.Out, StringComparison.Ordinal);
        Assert.Contains("not in the store yet", _shell.Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = 120_000)]
    [InlineData(3, ExitCodes.Done)]
    [InlineData(1000, ExitCodes.Failed)]
    public async Task A_store_that_goes_away_after_the_order_leaves_it_in_force(int refusals, int code)
    {
        var asked = 0;
        await using var stub = await StubGateway.StartAsync(context => context.Request.Method == "POST"
            ? StubGateway.JsonAsync(context, Answer("stopping", $",\"runs\":{Runs}"))
            : asked++ < refusals ? StubGateway.JsonAsync(context, StubGateway.Problem(503, ErrorCodes.StoreUnavailable, "Away."), 503)
            : StubGateway.JsonAsync(context, Answer("stopped", $",\"runs\":{Runs}")));
        _shell.Clock = new HurriedClock();
        Assert.Equal(code, await _shell.RunAsync("--url", stub.Url.ToString(), "stop", "fire"));
        Assert.Contains(code == ExitCodes.Done ? "stopped: emergency stop" : "stopping: emergency stop", _shell.Out,
            StringComparison.Ordinal);
        Assert.Equal(
            code == ExitCodes.Done ? ""
            : "ccsp: the emergency stop is in force, and whether its runs have ended could not be counted: Away; 'ccsp stop --status' "
            + "counts them\n", _shell.Error);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_clear_shows_its_plan_and_does_nothing_without_a_yes()
    {
        const string plan = ""","plan":{"ready":9,"startsAtOnce":2,"first":[{"id":"t-1","agent":"a","priority":"high","resumes":true}]}""";
        await using var stub = await StubGateway.StartAsync(context => StubGateway.JsonAsync(context, Answer("stopped", plan)));
        Assert.Equal(ExitCodes.Usage, await _shell.RunAsync("--url", stub.Url.ToString(), "stop", "--clear"));
        Assert.Contains(
            "a clear would start 2 of 9 ready tasks at once, the first:\n  t-1 high a (goes on with its conversation)", _shell.Error,
            StringComparison.Ordinal);
        Assert.Equal(["GET /api/v1/emergency-stop"], stub.Requests);
        Assert.Equal(ExitCodes.Done, await _shell.RunAsync("--url", stub.Url.ToString(), "stop", "--clear", "--yes"));
        Assert.Equal("DELETE /api/v1/emergency-stop", stub.Requests.Last());
    }

    [Fact(Timeout = 120_000)]
    public async Task What_was_ordered_and_cleared_without_a_gateway_is_shown_and_left_for_the_next_one()
    {
        string[] nobody = ["--url", "http://127.0.0.1:1", "--data-dir", _shell.Folder, "stop"];
        Assert.Equal(ExitCodes.Done, await _shell.RunAsync([.. nobody, "fire"]));
        Assert.Equal(ExitCodes.Unreachable, await _shell.RunAsync([.. nobody, "--status"]));
        Assert.Contains("the order above waits in", _shell.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Unreachable, await _shell.RunAsync([.. nobody, "--clear"]));
        Assert.Equal(ExitCodes.Unreachable, await _shell.RunAsync([.. nobody, "--status"]));
        Assert.Contains("cleared: emergency stop (kill)", _shell.Out, StringComparison.Ordinal);
        var left = new UnwrittenStopFile(_shell.Folder).Read()!;
        Assert.Equal(("fire", true, true), (left.Reason, left.ClearedAt is not null, left.Receipt is { Live: 0, StoppedAt: not null }));
    }

    [Fact]
    public void Who_may_not_stop_the_runs_of_another_is_given_a_command_that_finds_them()
    {
        var told = StopOffline.OfAnother("/srv/ccsp data", "denied");
        var parsed = CommandLine.Create(_shell.Shell)
            .Parse(told[(told.IndexOf("sudo ccsp ", StringComparison.Ordinal) + 10)..].Replace('\'', '"'));

        Assert.Empty(parsed.Errors);
        Assert.Equal("/srv/ccsp data", parsed.GetValue(Connection.DataFolder));
        Assert.Equal("ccsp stop", CommandPath.Of(parsed.CommandResult));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_mass_retry_asks_with_the_true_count_and_retries_what_was_counted()
    {
        const string counted = """{"dryRun":true,"matched":7,"retried":0,"asOf":"2026-01-01T00:00:00.000Z","first":[],"refused":{}}""";
        const string done =
            """{"dryRun":false,"matched":7,"retried":6,"asOf":"2026-01-01T00:00:00.000Z","first":[],"refused":{"t-1":"taken"}}""";
        await using var stub = await StubGateway.StartAsync(context => StubGateway.JsonAsync(context, Asked++ % 2 == 0 ? counted : done));
        Assert.Equal(ExitCodes.Usage, await _shell.RunAsync("--url", stub.Url.ToString(), "tasks", "retry", "--failed", "--agent", "a"));
        Assert.Contains("7 tasks match and none was retried", _shell.Error, StringComparison.Ordinal);
        Assert.Single(stub.Requests);
        Asked = 0;
        Assert.Equal(
            ExitCodes.Failed, await _shell.RunAsync("--url", stub.Url.ToString(), "tasks", "retry", "--failed", "--agent", "a", "--yes"));
        Assert.Contains("6 of 7 tasks run again", _shell.Out, StringComparison.Ordinal);
        Assert.Contains("t-1: taken", _shell.Error, StringComparison.Ordinal);
        Assert.Equal("""{"state":"failed","agent":"a","endedBy":"2026-01-01T00:00:00.000Z"}""", stub.Bodies.Last());
    }

    private int Asked { get; set; }

    private static string Answer(string phase, string more = "") =>
        $$"""{"active":true,"phase":"{{phase}}","mode":"kill","reason":"fire","actor":"anna","since":"2026-01-01T00:00:00.000Z"{{more}}}""";
}
