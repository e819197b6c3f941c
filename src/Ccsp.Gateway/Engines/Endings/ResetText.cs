using System.Globalization;
using System.Text.RegularExpressions;

namespace Ccsp.Gateway.Engines.Endings;

/// <summary>
/// Finds the reset time in a limit text: <c>…|1735689600</c>, <c>resets 3:53pm (UTC)</c>, <c>resets Mon 12:00am</c>, <c>resets Nov 23,
/// 4:32pm (Asia/Tokyo)</c>, <c>resets in 2h 5m</c>, <c>regain access on 2026-12-01 at 00:00 UTC</c>.
/// </summary>
internal static partial class ResetText
{
    /// <summary>A text may be read minutes after it was written, so a time just passed means today, not tomorrow.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    /// <param name="text">The message of a failed run.</param>
    /// <param name="now">When it was written, as nearly as known.</param>
    /// <param name="zone">For texts without a zone.</param>
    /// <returns>Null without a time, with an implausible one, or with one in an unknown zone.</returns>
    public static DateTimeOffset? Find(string text, DateTimeOffset now, TimeZoneInfo zone) =>
        ResetTimes.Believe(AfterBar(text) ?? InDuration(text, now) ?? OnDate(text) ?? AtClock(text, now, zone), now);

    private static DateTimeOffset? AfterBar(string text) =>
        Bar().Match(text) is { Success: true } match
            && long.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? EpochTime.From(number)
            : null;

    private static DateTimeOffset? InDuration(string text, DateTimeOffset now)
    {
        if (Duration().Match(text) is not { Success: true } match)
            return null;
        var wait =
            TimeSpan.FromDays(Number(match, "d")) + TimeSpan.FromHours(Number(match, "h")) + TimeSpan.FromMinutes(Number(match, "m"));
        return wait > TimeSpan.Zero ? now + wait : null;
    }

    private static DateTimeOffset? OnDate(string text) =>
        IsoDate().Match(text) is { Success: true } match
        && DateTimeOffset.TryParse(
            $"{match.Groups[1].Value}T{match.Groups[2].Value}Z", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    private static DateTimeOffset? AtClock(string text, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (Clock().Match(text) is not { Success: true } match || TimeOf(match) is not { } time)
            return null;
        if (match.Groups["zone"] is { Success: true } name)
        {
            if (ZoneNames.Find(name.Value.Trim()) is not { } named)
                return null;
            zone = named;
        }

        var earliest = now - Slack;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(earliest, zone).DateTime);
        return DaysToTry(match, today)
            .Select(day => InZone(day.ToDateTime(time), zone))
            .Where(candidate => candidate >= earliest)
            .Select(candidate => (DateTimeOffset?)candidate)
            .FirstOrDefault();
    }

    /// <summary>Days on which the text's clock time may lie, nearest first.</summary>
    private static IEnumerable<DateOnly> DaysToTry(Match match, DateOnly today)
    {
        if (match.Groups["month"].Success)
        {
            var month = DateTime.ParseExact(match.Groups["month"].ValueSpan[..3], "MMM", CultureInfo.InvariantCulture).Month;
            var day = Number(match, "day");
            int[] years = match.Groups["year"].Success ? [Number(match, "year")] : [today.Year, today.Year + 1];
            return years.Where(year => year is > 0 and < 9999 && day >= 1 && day <= DateTime.DaysInMonth(year, month))
                .Select(year => new DateOnly(year, month, day));
        }

        var next = Enumerable.Range(0, 9).Select(today.AddDays);
        return match.Groups["weekday"].Success
            ? next.Where(day => day.DayOfWeek.ToString().StartsWith(match.Groups["weekday"].Value, StringComparison.OrdinalIgnoreCase))
            : next;
    }

    private static TimeOnly? TimeOf(Match match)
    {
        var (hour, minute) = (Number(match, "hour"), Number(match, "minute"));
        if (match.Groups["half"] is { Success: true } half)
        {
            if (hour is < 1 or > 12)
                return null;
            hour = (hour % 12) + (half.ValueSpan[0] is 'p' or 'P' ? 12 : 0);
        }
        else if (!match.Groups["minute"].Success)
        {
            return null;
        }

        return hour < 24 && minute < 60 ? new TimeOnly(hour, minute) : null;
    }

    /// <summary>A time skipped by a clock change is moved one hour later, as wall clocks do.</summary>
    private static DateTimeOffset InZone(DateTime local, TimeZoneInfo zone)
    {
        var real = zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return new DateTimeOffset(real, zone.GetUtcOffset(real));
    }

    private static int Number(Match match, string group) =>
        int.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private const RegexOptions Loose = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"\|\s*(\d{10}|\d{13})\b", Loose)]
    private static partial Regex Bar();

    [GeneratedRegex(
        @"resets? in (?:(?<d>\d{1,3}) ?d(?:ays?)?,? ?)?(?:(?<h>\d{1,3}) ?h(?:ours?|rs?)?,? ?)?"
        + @"(?:(?<m>\d{1,4}) ?m(?:in(?:ute)?s?)?)?", Loose)]
    private static partial Regex Duration();

    [GeneratedRegex(@"\b(\d{4}-\d{2}-\d{2})(?:T| at | )(\d{2}:\d{2}(?::\d{2})?) ?(?:UTC|Z|GMT)", Loose)]
    private static partial Regex IsoDate();

    [GeneratedRegex(
        @"resets?(?: at| on)? "
        + @"(?:(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* (?<day>\d{1,2})(?:, (?<year>\d{4}))?,? (?:at )?"
        + @"|(?<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]*,? (?:at )?)?"
        + @"(?<hour>\d{1,2})(?::(?<minute>\d{2}))? ?(?<half>am|pm)?"
        // In brackets anything is taken as a zone; without them only what looks like one, not the next word of the sentence.
        + @"(?: ?\((?<zone>[^)\r\n]{1,64})\)| (?<zone>(?-i:[A-Z]{2,5})(?:[+-]\d{1,2}(?::?\d{2})?)?\b|[A-Za-z_]+(?:/[A-Za-z0-9_+\-]+)+))?",
        Loose)]
    private static partial Regex Clock();
}
