using System.Text;
using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Processes;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Execution;

/// <summary>What is written of a run that ended: the process is real, what it is said to have said is not.</summary>
public sealed class RunVerdictTests
{
    private const string Conversation = "00000000-0000-4000-8000-000000000001";
    private const string Started = $$"""{"type":"system","subtype":"init","session_id":"{{Conversation}}"}""";
    private const string Answered =
        """{"type":"assistant","message":{"id":"m","role":"assistant","content":[{"type":"text","text":"hi"}]}}""";

    private static readonly RunExit Fine = new RunExit.Code(0) { EndedAt = SampleTasks.Noon };

    [Theory(Timeout = 60_000)]
    [InlineData("abc", "abc", false)]
    [InlineData("abcd", "abc", true)]
    [InlineData("ab🚀", "ab", true)]
    [InlineData("a🚀", "a🚀", false)]
    [InlineData("a🚀b", "a🚀", true)]
    public async Task A_result_beyond_a_million_is_cut_between_two_characters(string end, string kept, bool cut)
    {
        var begin = new string('x', 999_997);
        var finished = await OfAsync(SampleTask(), Said(OutputFormat.Text, [begin + end]), Fine);
        Assert.Equal((begin + kept, cut), (finished.Result, finished.ResultTruncated));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false, false, null)]
    [InlineData(false, true, Conversation)]
    [InlineData(true, false, Conversation)]
    [InlineData(true, true, Conversation)]
    public async Task A_conversation_is_kept_once_it_has_been_answered_in(bool resumed, bool answered, string? kept)
    {
        var said = Said(OutputFormat.StreamJson, answered ? [Started, Answered] : [Started], resumed);
        var finished = await OfAsync(SampleTask(), said, new RunExit.Code(1) { EndedAt = SampleTasks.Noon });
        Assert.Equal(kept, finished.ConversationId);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_conversation_the_engine_does_not_know_is_not_kept()
    {
        var claimed = SampleTask() with { Spec = Submissions.Simple() with { Resume = Conversation } };
        var finished = await OfAsync(claimed, Said(OutputFormat.StreamJson, [Started], resumed: true),
            new RunExit.Code(1) { EndedAt = SampleTasks.Noon }, errors: $"No conversation found with session ID: {Conversation}");
        Assert.Equal((EndingClass.Invalid, null), (finished.Ending.Class, finished.ConversationId));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_refused_login_holds_the_profile_but_not_where_the_caller_signs_in_himself(bool oneShot, bool holds)
    {
        var claimed = SampleTask() with { Spec = Submissions.Simple() with { Arguments = oneShot ? ["-p"] : null } };
        var finished = await OfAsync(claimed, Said(OutputFormat.StreamJson, [Started]), Fine, StopReason.Login);
        Assert.Equal((EndingClass.Login, oneShot), (finished.Ending.Class, finished.OneShot));
        Assert.Equal(holds ? [GateNames.Profile("default")] : [], finished.Holds.Select(hold => hold.Gate));
    }

    [Fact(Timeout = 60_000)]
    public async Task How_the_process_went_becomes_the_ending()
    {
        Assert.Equal((EndingClass.Failed, 3, null), await EndingAsync(new RunExit.Code(3) { EndedAt = SampleTasks.Noon }));
        Assert.Equal((EndingClass.Crashed, null, 11), await EndingAsync(new RunExit.Signal(11) { EndedAt = SampleTasks.Noon }));
        Assert.Equal((EndingClass.Oom, null, 9),
            await EndingAsync(new RunExit.Signal(9) { EndedAt = SampleTasks.Noon, OutOfMemory = true }));
        Assert.Equal((EndingClass.Timeout, 143, null),
            await EndingAsync(new RunExit.DeadlinePassed(143, null) { EndedAt = SampleTasks.Noon }));
        Assert.Equal((EndingClass.Timeout, null, 9), await EndingAsync(new RunExit.DeadlinePassed(null, 9) { EndedAt = SampleTasks.Noon }));
        Assert.Equal((EndingClass.Lost, null, null), await EndingAsync(new RunExit.LeaseEnded { EndedAt = SampleTasks.Noon }));
        Assert.Equal((EndingClass.Lost, null, null), await EndingAsync(new RunExit.Lost("gone") { EndedAt = SampleTasks.Noon }));

        async Task<(EndingClass, int?, int?)> EndingAsync(RunExit exit)
        {
            var ending = (await OfAsync(SampleTask(), Said(OutputFormat.Text, []), exit)).Ending;
            return (ending.Class, ending.ExitCode, ending.Signal);
        }
    }

    private static ClaimedTask SampleTask() => new(SampleTasks.Task(TaskState.Running) with { Engine = "sh" }, Submissions.Simple());

    private static RunTranscript Said(OutputFormat format, IEnumerable<string> lines, bool resumed = false)
    {
        var transcript = new RunTranscript(format, resumed);
        foreach (var line in lines)
            transcript.Add(ExecutionBench.Engines["sh"].ParseLine(Encoding.UTF8.GetBytes(line), format));
        return transcript;
    }

    private static async Task<RunFinished> OfAsync(ClaimedTask claimed, RunTranscript said, RunExit exit, StopReason? stop = null,
        string errors = "")
    {
        await using var fixture = new SupervisorFixture();
        using var run = await fixture.StartAsync(
            fixture.Command("") with { FileName = "/bin/sh", Arguments = ["-c", "printf %s \"$1\" >&2", "sh", errors] });
        await run.Exited;
        var verdict = new RunVerdict(ExecutionBench.Engines, new RandomSource(), new ExecutionOptions(), new TestClock(SampleTasks.Noon));
        return verdict.Of(claimed, run, new RunFacts(said.Format, said.Resumed, OneShot: false), said, exit, stop);
    }
}
