using Ccsp.Contracts;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Cli;

/// <summary>Who waits in front of a screen is told why.</summary>
public sealed class WaitNotesTests : IDisposable
{
    private const string Paused =
        """{"id":"t","state":"ready","summary":"queue is closed by local: x. To let it go on: ccsp queue resume","ahead":0,"gates":[]"""
            + ""","decisive":{"gate":"queue","kind":"hold","admits":false,"reason":"x","action":"ccsp queue resume"}}""";

    private const string Held =
        """{"id":"t","state":"held","summary":"Held until a person approves it: ccsp tasks approve t.","ahead":0,"gates":[]}""";
    private const string Next = """{"id":"t","state":"ready","summary":"Is next in line.","ahead":0,"gates":[]}""";

    private readonly TestShell _shell = new() { Input = [] };
    private int _looks;

    public void Dispose() => _shell.Dispose();

    [Theory(Timeout = 120_000)]
    [InlineData("run|x", Paused, "ccsp: task t waits: queue is closed by local: x. To let it go on: ccsp queue resume\n"
        + "ccsp: task t runs now\n")]
    [InlineData("tasks|wait|t", Paused, "ccsp: task t waits: queue is closed by local: x. To let it go on: ccsp queue resume\n"
        + "ccsp: task t runs now\n")]
    [InlineData("run|--hold|x", Held, "ccsp: task t waits: Held until a person approves it: ccsp tasks "
        + "approve t.\nccsp: task t runs now\n")]
    [InlineData("run|x", Next, "")]
    public async Task A_task_that_waits_says_why_once_and_that_it_goes_on(string args, string why, string said) =>
        await FollowAsync(args, said, _ => why);

    [Fact(Timeout = 120_000)]
    public async Task Another_time_and_another_reason_are_told_again_and_so_is_a_way_that_is_free() =>
        await FollowAsync(
            "run|x",
            "ccsp: task t waits until 12:01. It expires at 13:00.\nccsp: task t waits until 12:05.\nccsp: task t is next in line.\n"
                + "ccsp: task t runs now\n",
            look => look switch
            {
                1 => Scheduled("12:01", ""","conditions":[{"kind":"expiry","reason":"It expires at 13:00."}]"""),
                2 => Scheduled("12:05", ""),
                _ => Next,
            });

    [Fact(Timeout = 120_000)]
    public async Task A_gate_that_is_closed_for_longer_is_told_again() =>
        await FollowAsync(
            "run|x", "ccsp: task t waits: closed until 12:01\nccsp: task t waits: closed until 12:05\nccsp: task t runs now\n",
            look => Closed(look == 1 ? "12:01" : "12:05"));

    [Fact(Timeout = 120_000)]
    public async Task A_look_that_fails_is_not_the_last() =>
        await FollowAsync(
            "run|--hold|x", "ccsp: task t waits: Held until a person approves it: ccsp tasks approve t.\nccsp: task t runs now\n",
            look => look == 1 ? null : Held);

    private static string Scheduled(string until, string more) =>
        $$"""{"id":"t","state":"scheduled","summary":"Waits until {{until}}.","ahead":0,"gates":[]"""
            + $$""","until":"2026-01-01T{{until}}:00Z"{{more}}}""";

    private static string Closed(string until) =>
        $$"""{"id":"t","state":"ready","summary":"closed until {{until}}","ahead":0,"gates":[],"until":"2026-01-01T{{until}}:00Z" """
            + ""","decisive":{"gate":"queue","kind":"hold","admits":false,"reason":"x"}}""";

    /// <param name="why">What is explained at each look, counted from 1; null: the store does not answer.</param>
    private async Task FollowAsync(string args, string said, Func<int, string?> why)
    {
        var clock = new TestClock();
        _shell.Clock = clock;
        var goOn = new TaskCompletionSource();
        await using var stub = await StubGateway.StartAsync(async context =>
        {
            switch (context.Request.Path.Value!.Split('/')[^1])
            {
                case "explain" when why(Interlocked.Increment(ref _looks)) is { } answer:
                    await StubGateway.JsonAsync(context, answer);
                    break;
                case "explain":
                    await StubGateway.JsonAsync(
                        context, StubGateway.Problem(503, ErrorCodes.StoreUnavailable, "The store does not answer."), 503);
                    break;
                case "events":
                    await StubGateway.SseAsync(context, StubGateway.Event("1", 1, EventTypes.TaskEnqueued));
                    await goOn.Task;
                    await StubGateway.SseAsync(
                        context, StubGateway.Event("2", 2, EventTypes.TaskStarted, run: 1),
                        StubGateway.Event("3", 3, EventTypes.TaskCompleted, run: 1));
                    break;
                default:
                    await StubGateway.JsonAsync(context, StubGateway.Task_("t", "succeeded", ",\"result\":\"ok\""));
                    break;
            }
        });
        var running = _shell.RunAsync(["--url", stub.Url.ToString(), .. args.Split('|')]);

        // The first look is due after a second, the others ten seconds after the one before; they find the same cause, and it is told once.
        foreach (var pause in (int[])[1, 10, 10])
        {
            await Task.WhenAny(clock.ArmedForAsync(TimeSpan.FromSeconds(pause)), running);
            clock.Advance(TimeSpan.FromSeconds(pause));
        }

        await Task.WhenAny(clock.ArmedForAsync(TimeSpan.FromSeconds(10)), running);
        goOn.SetResult();
        Assert.Equal(0, await running);
        Assert.Equal(("ok\n", said, 3), (_shell.Out, _shell.Error, _looks));
    }
}
