using System.Text.RegularExpressions;

namespace Ccsp.Gateway.Engines.Endings;

/// <summary>
/// The words for a used-up window, in the forms of all versions: <c>Claude AI usage limit reached|1735689600</c>, <c>5-hour limit reached ∙ resets 3am</c>,
/// <c>You've hit your session|5-hour|weekly|Opus limit · resets …</c>, <c>You're out of extra usage · resets …</c>.
/// </summary>
internal static partial class LimitText
{
    public static bool Matches(string text) => Forms().IsMatch(text);

    public static string? WindowIn(string text) => Window().Match(text) is { Success: true } match
        ? match.Groups[1].Value.ToUpperInvariant() switch
        {
            "SESSION" or "5-HOUR" => "five_hour",
            "WEEKLY" => "seven_day",
            "OPUS" => "seven_day_opus",
            "SONNET" => "seven_day_sonnet",
            _ => "overage",
        }
        : null;

    [GeneratedRegex(
        @"usage limit reached(?!\s*for this)|(?:session|5-hour|weekly|opus|sonnet|fable) limit reached|You['’]ve (?:hit|reached) your (?:[\w-]+ )?(?:usage )?limit|You['’]re out of extra usage",
        RegexOptions.IgnoreCase)]
    private static partial Regex Forms();

    [GeneratedRegex(@"\b(session|5-hour|weekly|opus|sonnet|extra usage)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Window();
}
