using System.Text.RegularExpressions;

namespace Ccsp.Gateway.Engines.Endings;

/// <summary>The window that a limit's text refers to, as named in window events.</summary>
internal static partial class LimitText
{
    public static string? WindowIn(string text) => Window().Match(text) is { Success: true } match
        ? match.Groups[1].Value.ToUpperInvariant() switch
        {
            "SESSION" or "5-HOUR" => "five_hour",
            "WEEKLY" => "seven_day",
            "OPUS" => "seven_day_opus",
            "SONNET" => "seven_day_sonnet",
            "FABLE" => "seven_day_overage_included",
            _ => "overage",
        }
        : null;

    [GeneratedRegex(@"\b(session|5-hour|weekly|opus|sonnet|fable|extra usage)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Window();
}
