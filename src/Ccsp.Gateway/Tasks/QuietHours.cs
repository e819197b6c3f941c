using System.Globalization;

namespace Ccsp.Gateway.Tasks;

/// <summary>A stretch of every day, possibly over midnight, in the time of one zone.</summary>
/// <param name="From">Its begin.</param>
/// <param name="To">Its end; the same as the begin means no time at all.</param>
/// <param name="Zone">Whose clock.</param>
internal sealed record QuietHours(TimeOnly From, TimeOnly To, TimeZoneInfo Zone)
{
    /// <summary>When the stretch that holds a moment ends; null for a moment outside.</summary>
    public DateTimeOffset? EndAfter(DateTimeOffset moment)
    {
        var local = TimeZoneInfo.ConvertTime(moment, Zone);
        var clock = TimeOnly.FromDateTime(local.DateTime);
        if (From == To || !clock.IsBetween(From, To))
            return null;
        var day = DateOnly.FromDateTime(local.DateTime);
        var end = (clock < To ? day : day.AddDays(1)).ToDateTime(To);
        // In the hour a clock skips in spring the end comes when the clock has skipped it.
        while (Zone.IsInvalidTime(end))
            end = end.AddMinutes(1);
        var ends = new DateTimeOffset(end, Zone.GetUtcOffset(end)).ToUniversalTime();
        // In the hour a clock shows twice in autumn, the end may have been an hour ago.
        return ends > moment ? ends : null;
    }

    /// <summary>Reads <c>22:00-07:00</c>; null when it is something else.</summary>
    public static QuietHours? Parse(string text, TimeZoneInfo zone) =>
        text.Split('-') is [var from, var to]
        && TimeOnly.TryParseExact(from.Trim(), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var begin)
        && TimeOnly.TryParseExact(to.Trim(), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var end)
            ? new QuietHours(begin, end, zone)
            : null;
}
