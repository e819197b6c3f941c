using System.Text.RegularExpressions;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines.Endings;

/// <summary>
/// Judges by the words of a failed run. The phrases are those of Claude Code 1.x to 2.1.329, of the API, and of the
/// network errors of Node and Bun; the first group that matches decides.
/// </summary>
internal static partial class ByText
{
    /// <summary>An error stands at the end; the beginning of a long answer may quote anything.</summary>
    private const int OutputCharacters = 2000;

    private static readonly (Regex Words, EndingClass Class)[] Groups =
    [
        (Memory(), EndingClass.Oom),
        (Turns(), EndingClass.Turns),
        (Budget(), EndingClass.Budget),
        (Login(), EndingClass.Login),
        (Billing(), EndingClass.Billing),
        (Throttle(), EndingClass.Throttled),
        (Context(), EndingClass.Context),
        (Invalid(), EndingClass.Invalid),
        (Server(), EndingClass.Server),
        (Network(), EndingClass.Network),
        (VagueInvalid(), EndingClass.Invalid),
    ];

    public static EndingClass? ClassOf(string text)
    {
        if (Billing().IsMatch(text))
            return EndingClass.Billing;
        if (LimitText.Matches(text))
            return EndingClass.Limit;
        foreach (var (words, ending) in Groups)
        {
            if (words.IsMatch(text))
                return ending;
        }

        return null;
    }

    public static Verdict? Judge(string text, RunEvidence evidence) => ClassOf(text) switch
    {
        null => TooLongPrompt().IsMatch(text) ? ByResult.TooLong(evidence, "text", text) : null,
        EndingClass.Limit => Limits.Verdict(evidence, text),
        EndingClass.Throttled => Limits.Throttled(evidence, "text", text),
        EndingClass.Billing => new Verdict(EndingClass.Billing, "text", text) { ResetsAt = ResetText.Find(text, evidence.Now, evidence.Zone) },
        { } ending => new Verdict(ending, "text", text),
    };

    /// <summary>What a run without a result wrote at its end: plain text on stdout, and stderr.</summary>
    public static string FailedOutput(RunEvidence evidence)
    {
        if (evidence.Transcript.Format != OutputFormat.Text && Exits.SignalOf(evidence) is not null)
            return evidence.StderrTail;
        var stdout = evidence.Transcript.TextTail.Trim();
        var end = stdout.Length <= OutputCharacters ? stdout : stdout[^OutputCharacters..];
        return $"{end}\n{evidence.StderrTail}".Trim();
    }

    private const RegexOptions Loose = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"heap out of memory|out of memory\b|cannot allocate memory|\bENOMEM\b", Loose)]
    private static partial Regex Memory();

    [GeneratedRegex(@"reached max(?:imum number of)? turns", Loose)]
    private static partial Regex Turns();

    [GeneratedRegex(@"exceeded USD budget|reached maximum budget", Loose)]
    private static partial Regex Budget();

    [GeneratedRegex(
        @"invalid (?:x-)?api[ -]key|not logged in|please run /login|please log ?in again|API Login Failure|login expired|session (?:has )?expired"
        + @"|OAuth (?:token|session) (?:has )?(?:been )?(?:expired|revoked)|failed to authenticate|authentication[ _](?:failed|required|error)"
        + @"|could not resolve authentication method|apiKeyHelper\b.*\bfail|organization has (?:been )?disabled|disabled organization"
        + @"|disabled Claude subscription access|OAuth authentication is currently not|does not have access to Claude|API Error: 40[13]\b",
        Loose)]
    private static partial Regex Login();

    [GeneratedRegex(
        @"credit balance (?:is )?too low|billing (?:problem|error)|billing_error|(?:usage )?credits? required|credits_required|spend(?:ing)? limit reached"
        + @"|specified API usage limits|insufficient (?:credits?|quota|funds)|payment required|API Error: 402\b",
        Loose)]
    private static partial Regex Billing();

    [GeneratedRegex(
        @"request rejected \(429\)|temporarily limiting requests|\b529\b|overloaded|too many requests|rate[ _-]?limit(?:ed|_error| exceeded| reached)?\b|quota exceeded|API Error: 429\b",
        Loose)]
    private static partial Regex Throttle();

    [GeneratedRegex(
        @"no conversation found|session ID \S+ is already in use|context limit reached|conversation (?:is )?too long|tool use concurrency"
        + @"|tool_use.{0,40}without.{0,20}tool_result|exceed context limit|context window (?:is )?full",
        Loose)]
    private static partial Regex Context();

    [GeneratedRegex(
        @"unknown (?:option|argument|command)|missing required argument|unexpected argument|argument '.*' is invalid|invalid session ID|input must be provided|only whitespace"
        + @"|invalid MCP config|issue with the selected model|model[: ]\S+.{0,20}not found|cannot be used with root|request too large|output token maximum"
        + @"|safeguards flagged|usage policy|prompt file not found|invalid prompt|malformed request|syntax error|requires --(?:print|verbose)|must be used with",
        Loose)]
    private static partial Regex Invalid();

    [GeneratedRegex(@"API Error: 5\d\d\b|internal server error|service unavailable|bad gateway|gateway time-?out", Loose)]
    private static partial Regex Server();

    [GeneratedRegex(
        @"unable to connect|connection (?:was )?(?:refused|dropped|reset|closed|lost|error|timed out)|ConnectionRefused|FailedToOpenSocket|can't reach the API|request timed out"
        + @"|\bE(?:CONN\w+|NOTFOUND|AI_AGAIN|TIMEDOUT|NETUNREACH|HOSTUNREACH|PIPE)\b|socket hang up|network (?:error|is unreachable|unreachable)|fetch failed|getaddrinfo"
        + @"|could not resolve host|response above may be incomplete|stopped arriving",
        Loose)]
    private static partial Regex Network();

    [GeneratedRegex(@"API Error: 4\d\d\b|invalid[ _]request", Loose)]
    private static partial Regex VagueInvalid();

    [GeneratedRegex(@"prompt is too long|exceeds? the (?:maximum )?context", Loose)]
    private static partial Regex TooLongPrompt();
}
