using Ccsp.Contracts;

namespace Ccsp.Cli.Following;

/// <summary>The sentence that says why a task waits, with everything that still applies to it.</summary>
internal static class WaitSentence
{
    public static string Of(ExplanationView why)
    {
        var summary = why.Summary;
        if (summary.StartsWith("Waits ", StringComparison.Ordinal) || summary.StartsWith("Is ", StringComparison.Ordinal))
            summary = char.ToLowerInvariant(summary[0]) + summary[1..];
        else
            summary = $"waits: {summary}";
        return string.Join(' ', (why.Conditions ?? []).Select(condition => condition.Reason).Prepend(summary));
    }
}
