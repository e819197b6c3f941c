using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines.Endings;

/// <summary>Classifies the text of a failed run with the phrases of <see cref="PhraseTable"/>; the first match decides.</summary>
internal static class ByText
{
    /// <summary>Errors are at the end; the beginning of a long answer may quote anything.</summary>
    private const int OutputCharacters = 2000;

    public static EndingClass? ClassOf(string text) => PhraseTable.Find(text)?.Class;

    public static Verdict? Judge(string text, RunEvidence evidence) => PhraseTable.Find(text) switch
    {
        null => null,
        { BlamesHistory: true } => ByResult.OfHistory(evidence, "text", text),
        { Class: EndingClass.Limit } => Limits.Verdict(evidence, text),
        { Class: EndingClass.Throttled } => Limits.Throttled(evidence, "text", text),
        { Class: EndingClass.Billing } => Limits.Billing(evidence, "text", text),
        { Class: var ending } => new Verdict(ending, "text", text),
    };

    /// <summary>The end of the output of a run without a result: plain text on stdout, and stderr.</summary>
    public static string FailedOutput(RunEvidence evidence)
    {
        if (evidence.Transcript.Format != OutputFormat.Text && evidence.KilledBy is not null)
            return evidence.StderrTail;
        var stdout = evidence.Transcript.TextTail.Trim();
        var end = stdout.Length <= OutputCharacters ? stdout : stdout[^OutputCharacters..];
        return $"{end}\n{evidence.StderrTail}".Trim();
    }
}
