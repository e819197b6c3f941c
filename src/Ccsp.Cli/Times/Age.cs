using System.Globalization;

namespace Ccsp.Cli.Times;

/// <summary>A duration in its largest unit: <c>42s</c>, <c>7m</c>, <c>3h</c>, <c>12d</c>.</summary>
internal static class Age
{
    public static string Of(TimeSpan span) => span switch
    {
        { TotalSeconds: < 60 } => Number(Math.Max(0, span.TotalSeconds), "s"),
        { TotalMinutes: < 60 } => Number(span.TotalMinutes, "m"),
        { TotalHours: < 48 } => Number(span.TotalHours, "h"),
        _ => Number(span.TotalDays, "d"),
    };

    private static string Number(double value, string unit) => Math.Floor(value).ToString(CultureInfo.InvariantCulture) + unit;
}
