namespace Ccsp.Gateway.Notifications.Routing;

/// <summary>A span of each day in which only what is critical is told. Pure.</summary>
/// <param name="From">Its begin in local time.</param>
/// <param name="To">Its end; before <paramref name="From"/> when it spans midnight.</param>
/// <param name="Zone">Whose local time.</param>
internal sealed record QuietHours(TimeOnly From, TimeOnly To, TimeZoneInfo Zone)
{
    /// <returns>When the quiet ends; null when it is not quiet now.</returns>
    public DateTimeOffset? EndsAt(DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, Zone);
        var time = TimeOnly.FromTimeSpan(local.TimeOfDay);
        if (!time.IsBetween(From, To))
            return null;
        var day = DateOnly.FromDateTime(local.DateTime);
        var end = (time < To ? day : day.AddDays(1)).ToDateTime(To);
        // A clock that jumps over the end has reached it right after the jump.
        while (Zone.IsInvalidTime(end))
            end = end.AddMinutes(30);
        var ends = new DateTimeOffset(end, Zone.GetUtcOffset(end)).ToUniversalTime();
        return ends > now ? ends : null;
    }
}
