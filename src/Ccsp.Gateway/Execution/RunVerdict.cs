using System.Text;
using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Engines.Endings;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>Combines everything known of an ended run into what is written.</summary>
internal sealed class RunVerdict(EngineCatalog engines, RandomSource random, ExecutionOptions options, TimeProvider time)
{
    private const int StderrTailBytes = 8192;

    /// <summary>Characters of an answer kept in the store; the complete answer stays in the run's output.</summary>
    private const int ResultCharacters = 1_000_000;

    /// <param name="run">Its process, whose spools are complete.</param>
    /// <param name="facts">What was known of it when it began.</param>
    /// <param name="transcript">What it said.</param>
    /// <param name="exit">How the program ended.</param>
    /// <param name="stop">Why the gateway stopped it, if it did.</param>
    public RunFinished Of(ClaimedTask claimed, SupervisedRun run, RunFacts facts, RunTranscript transcript, RunExit exit, StopReason? stop)
    {
        var (now, jitter) = (time.GetUtcNow(), random.Next());
        var tail = Tail(run);
        var evidence = Evidence(transcript, exit, stop, tail, now) with { Zone = ZoneOf(claimed),
            SchemaAsked = claimed.Spec.OutputSchema is not null };
        if (stop is null && KernelKills.Explain(evidence.KilledBy, facts.KernelKillsBefore, KernelKills.Read()))
            evidence = evidence with { OutOfMemory = true };
        var ending = engines[claimed.Task.Engine].Classify(evidence);
        var isUnknown = claimed.Spec.Resume is not null && !transcript.HasAnswered
            && UnknownConversation.IsReportedBy($"{ending.Message} {tail}");
        if (isUnknown)
            ending = UnknownConversation.Of(claimed.Spec.Resume!, ending);
        var (result, cut) = Cut(transcript.ResultText);
        var conversation = isUnknown ? null : Resumable(transcript);
        return new RunFinished
        {
            TaskId = claimed.Task.Id,
            Token = claimed.Task.Lease!.Token,
            Ending = ending,
            EngineFault = EngineFaults.Of(engines[claimed.Task.Engine], facts, transcript.HasSpoken, ending,
                RunWatch.SinceBoot(time) - facts.Began(claimed.Task.StartedAt, time)),
            EngineCure = engines[claimed.Task.Engine].ProgramCure,
            Usage = transcript.Usage(),
            Result = result,
            ResultTruncated = cut || transcript.IsResultCut,
            StructuredResult = transcript.StructuredOutput,
            ConversationId = conversation,
            OneShot = claimed.Spec.Arguments is not null,
            Holds = Holds(claimed, ending, now, jitter),
            Windows = ProviderSignals.Windows(claimed.Task, transcript.LastLimit, now),
            Jitter = jitter,
            Now = now,
        };
    }

    /// <summary>A run of which nothing more is known.</summary>
    public static Ending Lost(string reason) =>
        new() { Class = EndingClass.Lost, Category = "UNKNOWN_ERROR", Message = reason, Source = "gateway", Recoverable = true,
        Severity = Severity.Error };

    private static RunEvidence Evidence(RunTranscript transcript, RunExit exit, StopReason? stop, string stderrTail, DateTimeOffset now) =>
        new()
    {
        Transcript = transcript,
        Now = now,
        Stop = stop,
        ExitCode = exit switch
        {
            RunExit.Code code => code.Value,
            RunExit.DeadlinePassed deadline => deadline.ExitCode,
            _ => null,
        },
        Signal = exit switch
        {
            RunExit.Signal signal => signal.Number,
            RunExit.DeadlinePassed deadline => deadline.SignalNumber,
            _ => null,
        },
        DeadlinePassed = exit is RunExit.DeadlinePassed,
        OutOfMemory = exit.OutOfMemory,
        LostReason = exit switch
        {
            RunExit.Lost lost => lost.Reason,
            RunExit.LeaseEnded => "The lease was not renewed in time, and the supervisor ended the run.",
            _ => null,
        },
        StderrTail = stderrTail,
    };

    /// <summary>The zone the run's clock showed: its own where the task set one, as its C library reads it, else the gateway's.</summary>
    private static TimeZoneInfo ZoneOf(ClaimedTask claimed) =>
        claimed.Spec.Env?.GetValueOrDefault("TZ") is { Length: > 0 } named ? ZoneNames.Find(named) ?? TimeZoneInfo.Utc : TimeZoneInfo.Local;

    /// <summary>A conversation can be resumed once the engine has answered in it.</summary>
    private static string? Resumable(RunTranscript transcript) =>
        transcript.HasAnswered || transcript.Resumed ? transcript.ConversationId : null;

    /// <summary>A one-shot command line may use its own sign-in, so its refusal says nothing about other tasks.</summary>
    private IReadOnlyList<GateHold> Holds(ClaimedTask claimed, Ending ending, DateTimeOffset now, double jitter) =>
        ending.Class == EndingClass.Login && claimed.Spec.Arguments is not null ? []
        : ProviderSignals.Holds(claimed.Task, ending, options.Limits.Quiet, now, jitter);

    private static (string? Text, bool Cut) Cut(string? text)
    {
        if (text is null || text.Length <= ResultCharacters)
            return (text, false);
        var length = ResultCharacters;
        // Half a surrogate pair is not valid text.
        if (char.IsHighSurrogate(text[length - 1]))
            length--;
        return (text[..length], true);
    }

    private static string Tail(SupervisedRun run)
    {
        using var file = new FileStream(Path.Combine(run.Directory, "stderr"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(-Math.Min(file.Length, StderrTailBytes), SeekOrigin.End);
        var bytes = new byte[StderrTailBytes];
        return Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, StderrTailBytes, throwOnEndOfStream: false));
    }
}
