using System.Globalization;
using System.Text.RegularExpressions;

namespace Ccsp.Gateway.Telemetry;

/// <summary>
/// A log file's name: <c>ccsp-2026-03-01.log</c> while it is written, <c>ccsp-2026-03-01.log.gz</c> afterwards; the parts of a day with
/// several files are <c>ccsp-2026-03-01.1.log.gz</c> and so on. Other files in the folder are not ours.
/// </summary>
internal sealed partial record LogFileName(DateOnly Day, int Part, bool Compressed)
{
    public static LogFileName? Parse(string name) =>
        Form().Match(name) is { Success: true } match
        && DateOnly.TryParseExact(
            match.Groups["day"].ValueSpan, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new LogFileName(
                day, match.Groups["part"].Success ? int.Parse(match.Groups["part"].ValueSpan, CultureInfo.InvariantCulture) : 0,
                match.Groups["gz"].Success)
            : null;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"ccsp-{Day:yyyy-MM-dd}{(Part == 0 ? "" : $".{Part}")}.log{(Compressed ? ".gz" : "")}");

    [GeneratedRegex(@"^ccsp-(?<day>\d{4}-\d{2}-\d{2})(?:\.(?<part>\d{1,6}))?\.log(?<gz>\.gz)?$")]
    private static partial Regex Form();
}
