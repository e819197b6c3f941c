using System.Text.RegularExpressions;
using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Engines.Endings;

/// <summary>
/// Classifies an ending, in this order: a good result; what the gateway did or saw; the result event; other events; the text of a failed
/// run; the exit code alone. Text counts only for failed runs, so that an answer which quotes a limit stays an answer.
/// </summary>
internal static partial class EndingClassifier
{
    private const int MessageCharacters = 400;

    public static Ending Classify(RunEvidence evidence)
    {
        var verdict = Judge(evidence);
        var (category, recoverable, severity) = EndingTable.Of(verdict.Class);
        if (verdict.Class == EndingClass.Failed)
            recoverable = evidence.Program.RepeatsFailures;
        return new Ending
        {
            Class = verdict.Class,
            Category = category,
            Message = Clean(verdict.Message),
            Source = verdict.Source,
            ResetsAt = verdict.ResetsAt,
            RetryAfterMs = verdict.RetryAfterMs,
            Window = verdict.Window,
            Recoverable = recoverable,
            Severity = severity,
            ExitCode = evidence.ExitCode,
            Signal = evidence.Signal,
        };
    }

    private static Verdict Judge(RunEvidence evidence)
    {
        if (evidence.Stop == StopReason.Cancel)
            return new Verdict(EndingClass.Cancelled, "gateway", "Stopped because the task was cancelled.");
        if (MissesSchema(evidence))
            return new Verdict(
                EndingClass.Invalid, "result", "The answer does not follow the outputSchema of the task: there is no structured result.");
        if (Succeeded(evidence) is { } good)
            return good;
        return ByGateway.Judge(evidence)
            ?? ByResult.Judge(evidence)
            ?? ByEvents.Judge(evidence)
            ?? (evidence.Program.SpeaksClaude ? ByText.Judge(ByText.FailedOutput(evidence), evidence) : null)
            ?? ByExit.Judge(evidence);
    }

    /// <summary>
    /// A good result event is a success whatever happens to the process afterwards: it may hang on its children and be killed. Text output
    /// has no such event, so exit code 0 decides; exit code 0 without an expected result event is not a success.
    /// </summary>
    private static Verdict? Succeeded(RunEvidence evidence) => evidence.Transcript switch
    {
        { Result.IsGood: true } => new Verdict(EndingClass.Succeeded, "result", "Ended with a result."),
        { Format: OutputFormat.Text } when evidence is { ExitCode: 0, Stop: null, DeadlinePassed: false } =>
            new Verdict(EndingClass.Succeeded, "exit", "Ended with exit code 0."),
        _ => null,
    };

    /// <summary>
    /// The CLI validates the answer against the schema and returns it as structured output; without that the run did not deliver what was
    /// asked.
    /// </summary>
    private static bool MissesSchema(RunEvidence evidence) =>
        evidence is { SchemaAsked: true, Transcript: { Result.IsGood: true, StructuredOutput: null } };

    private static string Clean(string message)
    {
        var line = Secret().Replace(message.ReplaceLineEndings(" ").Trim(), "***");
        return line.Length <= MessageCharacters ? line : string.Concat(line.AsSpan(0, MessageCharacters - 1), "…");
    }

    // The providers' keys and tokens, and bearer headers, which a CLI may print in an error.
    [GeneratedRegex(@"(?<![A-Za-z0-9])sk-[A-Za-z0-9_\-]{6,}|(?<=Bearer\s)\S+|(?<=x-api-key:\s?)\S+", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
