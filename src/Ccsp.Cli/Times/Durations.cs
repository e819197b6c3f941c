using System.Globalization;
using System.Text.RegularExpressions;

namespace Ccsp.Cli.Times;

/// <summary>Durations as people write them: <c>90s</c>, <c>10m</c>, <c>1h30m</c>, <c>2d</c>, <c>1.5h</c>.</summary>
internal static partial class Durations
{
    /// <summary>About a hundred years, the gateway's limit.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(36500);

    /// <returns>Null when it is not a duration.</returns>
    public static TimeSpan? Read(string text)
    {
        var match = Form.Match(text);
        if (!match.Success)
            return null;
        var seconds = 0.0;
        for (var i = 0; i < match.Groups["number"].Captures.Count; i++)
            seconds += double.Parse(
                match.Groups["number"].Captures[i].ValueSpan,
                CultureInfo.InvariantCulture) * SecondsOf(match.Groups["unit"].Captures[i].Value);
        return seconds <= Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static double SecondsOf(string unit) => unit switch
    {
        "s" => 1,
        "m" or "min" => 60,
        "h" => 3600,
        "d" => 86400,
        _ => 7 * 86400,
    };

    [GeneratedRegex(@"^(?:(?<number>\d{1,9}(?:\.\d{1,9})?)(?<unit>min|[smhdw]))+$", RegexOptions.CultureInvariant)]
    private static partial Regex Form { get; }
}
