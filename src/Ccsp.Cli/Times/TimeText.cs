using System.Globalization;
using Ccsp.Cli.Terminal;

namespace Ccsp.Cli.Times;

/// <summary>
/// Times as people write them, in their own time zone. Ambiguous times and those on the wrong side of now are refused rather than guessed:
/// a task that starts now instead of tomorrow cannot be undone. Pure.
/// </summary>
/// <param name="zone">Applies to times without an offset.</param>
/// <param name="whyNoZone">Why that zone is not the caller's, so that times without an offset are refused; null: it is.</param>
internal sealed class TimeText(DateTimeOffset now, TimeZoneInfo zone, string? whyNoZone = null)
{
    private static readonly string[] Clocks = ["HH:mm", "H:mm", "HH:mm:ss", "H:mm:ss"];
    private static readonly string[] Days = ["yyyy-MM-dd"];

    private static readonly string[] Moments =
        ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];

    private static readonly string[] MomentsWithOffset =
    [
        .. Moments.Select(form => form + "zzz"), .. Moments.Select(form => form + " zzz"), .. Moments.Select(form => form + "'Z'"),
    ];

    /// <summary>A future time; a clock time means its next occurrence.</summary>
    public TimeReading Coming(string text)
    {
        if (Read(text, forward: true) is not TimeReading.Known known)
            return Read(text, forward: true) ?? new TimeReading.Refused(
                $"'{Shown(text)}' is no time; write +10m, 1h, 07:30 (the next one), 'tomorrow 07:30', 2026-12-31, '2026-12-31 "
                + "07:30' or 2026-12-31T07:30:00Z");
        if (known.Time - now > Durations.Longest)
            return new TimeReading.Refused($"'{Shown(text)}' is more than a hundred years away");
        if (known.Time == now)
            return new TimeReading.Refused($"'{Shown(text)}' is now; leave it out for that");
        return known.Time > now
            ? known
            : new TimeReading.Refused($"'{Shown(text)}' is past: that was {Local(known.Time)}, and now it is {Local(now)}");
    }

    /// <summary>A past time; a duration means that long ago, a clock time its latest occurrence.</summary>
    public TimeReading Gone(string text) => Read(text) is TimeReading.Known known && known.Time > now
        ? new TimeReading.Refused($"'{Shown(text)}' is still to come: now it is {Local(now)}")
        : Read(text);

    /// <summary>As <see cref="Gone"/>, but a date may lie in the future, such as the end of this month.</summary>
    public TimeReading Read(string text) => Read(text, forward: false)
        ?? new TimeReading.Refused(
            $"'{Shown(text)}' is no time; write 1h (ago), 07:30 (the latest one), 'yesterday 07:30', 2026-01-31, '2026-01-31 "
            + "07:30' or 2026-01-31T07:30:00Z");

    private TimeReading? Read(string text, bool forward)
    {
        text = text.Trim();
        if (Durations.Read(text is ['+', ..] && forward || text is ['-', ..] && !forward ? text[1..] : text) is { } duration)
            return new TimeReading.Known(forward ? now + duration : now - duration);
        if (TimeOnly.TryParseExact(text, Clocks, CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock))
            return whyNoZone is null ? NearestClock(clock, forward) : At(default);
        const DateTimeStyles Universal = DateTimeStyles.AssumeUniversal;
        if (DateTimeOffset.TryParseExact(text, MomentsWithOffset, CultureInfo.InvariantCulture, Universal, out var exact))
            return new TimeReading.Known(exact.ToUniversalTime());
        if (DateTime.TryParseExact(text, [.. Days, .. Moments], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return At(local);
        return NamedDay(text);
    }

    /// <summary><c>today</c>, <c>tomorrow</c>, <c>yesterday</c>, with or without a clock time.</summary>
    private TimeReading? NamedDay(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is 0 or > 2)
            return null;
        int? days = words[0] switch { "today" => 0, "tomorrow" => 1, "yesterday" => -1, _ => null };
        var clock = TimeOnly.MinValue;
        if (days is not { } offset
            || (
                words.Length == 2 && !TimeOnly.TryParseExact(
                    words[1], Clocks, CultureInfo.InvariantCulture, DateTimeStyles.None, out clock)))
            return null;
        return At(Today.AddDays(offset) + clock.ToTimeSpan());
    }

    /// <summary>On a day that skips it, the next day's is used.</summary>
    private TimeReading.Known? NearestClock(TimeOnly clock, bool forward)
    {
        for (var day = 0; day < 3; day++)
        {
            if (At(Today.AddDays(forward ? day : -day) + clock.ToTimeSpan()) is TimeReading.Known known
                && (forward ? known.Time > now : known.Time <= now))
                return known;
        }

        return null;
    }

    private DateTime Today => TimeZoneInfo.ConvertTime(now, zone).DateTime.Date;

    /// <returns>The first occurrence of a clock time that exists twice that day; a skipped one is refused. Null for the first and the last
    /// representable day.</returns>
    private TimeReading? At(DateTime local)
    {
        if (whyNoZone is not null)
            return new TimeReading.Refused($"{whyNoZone}; correct it, or write the time with its offset, as in 2026-12-31T07:30:00+01:00");
        if (zone.IsInvalidTime(local))
            return new TimeReading.Refused(string.Create(
                CultureInfo.InvariantCulture, $"there is no {local:HH:mm} on {local:yyyy-MM-dd} here: the clocks go forward then"));
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        // The first and last representable day exist only in their own offset.
        if (local < DateTime.MinValue.AddDays(1) || local > DateTime.MaxValue.AddDays(-1))
            return null;
        return new TimeReading.Known(new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), offset).ToUniversalTime());
    }

    private string Local(DateTimeOffset time) =>
        TimeZoneInfo.ConvertTime(time, zone).ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    private static string Shown(string text) => PlainText.OneLine(text, 60);
}
