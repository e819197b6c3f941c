using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Ccsp.Cli.Terminal;

namespace Ccsp.Cli.Times;

/// <summary>Options that take a time or a duration.</summary>
internal static class TimeOptions
{
    /// <summary>A future time.</summary>
    public static Option<DateTimeOffset?> Coming(string name, string description, Shell shell) =>
        OfTime(name, description + " (+10m, 07:30, '2026-12-31 07:30', …)", text => Text(shell).Coming(text));

    /// <summary>A past time.</summary>
    public static Option<DateTimeOffset?> Gone(string name, string description, Shell shell) =>
        OfTime(name, description + " (1h ago: 1h; 07:30, 2026-01-31, …)", text => Text(shell).Gone(text));

    /// <summary>A bound for past times; a date may lie in the future.</summary>
    public static Option<DateTimeOffset?> Bound(string name, string description, Shell shell) =>
        OfTime(name, description + " (1h ago: 1h; 07:30, 2026-01-31, …)", text => Text(shell).Read(text));

    /// <summary>Whole seconds, with or without a unit.</summary>
    public static Option<int?> Seconds(string name, string description) => new(name)
    {
        Description = description + " (90s, 10m, 1h30m; a plain number is seconds)",
        HelpName = "DURATION",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var plain))
                return plain;
            if (Durations.Read(text) is { TotalSeconds: >= 1 and <= int.MaxValue } duration)
                return (int)duration.TotalSeconds;
            result.AddError($"{name}: '{PlainText.OneLine(text, 60)}' is no duration; write 90s, 10m or 1h30m");
            return null;
        },
    };

    private static TimeText Text(Shell shell) => new(shell.Clock.GetUtcNow(), shell.Clock.LocalTimeZone, CallerZone.WhyUnknown(shell));

    private static Option<DateTimeOffset?> OfTime(string name, string description, Func<string, TimeReading> read) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result => Parse(name, result, read),
    };

    private static DateTimeOffset? Parse(string name, ArgumentResult result, Func<string, TimeReading> read)
    {
        switch (read(result.Tokens[0].Value))
        {
            case TimeReading.Known known:
                return known.Time;
            case TimeReading.Refused refused:
                result.AddError($"{name}: {refused.Why}");
                return null;
            default:
                throw new InvalidOperationException("a reading of a third kind");
        }
    }
}
