using System.Globalization;

namespace Ccsp.Cli.Times;

/// <summary>Formats times for people, in their own time zone; JSON uses UTC.</summary>
internal static class LocalTime
{
    private const string Format = "yyyy-MM-dd HH:mm:ss";

    /// <summary>With the offset, for example <c>2026-01-31 12:00:00 +01:00</c>; in UTC with <c>Z</c>.</summary>
    public static string Of(DateTimeOffset time, Shell shell)
    {
        var local = TimeZoneInfo.ConvertTime(time, shell.Clock.LocalTimeZone);
        return local.ToString(local.Offset == TimeSpan.Zero ? Format + "'Z'" : Format + " zzz", CultureInfo.InvariantCulture);
    }

    public static string? Of(DateTimeOffset? time, Shell shell) => time is { } known ? Of(known, shell) : null;
}
