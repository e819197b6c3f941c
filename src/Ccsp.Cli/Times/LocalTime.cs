using System.Globalization;

namespace Ccsp.Cli.Times;

/// <summary>Times for people, in their own time zone; JSON has them in UTC.</summary>
internal static class LocalTime
{
    private const string Format = "yyyy-MM-dd HH:mm:ss";

    /// <summary>With the offset, for example <c>2026-01-31 12:00:00 +01:00</c>; <c>Z</c> instead where that is UTC.</summary>
    public static string Of(DateTimeOffset time, Shell shell)
    {
        var local = TimeZoneInfo.ConvertTime(time, shell.Clock.LocalTimeZone);
        return local.ToString(local.Offset == TimeSpan.Zero ? Format + "'Z'" : Format + " zzz", CultureInfo.InvariantCulture);
    }

    /// <summary>The same, or null.</summary>
    public static string? Of(DateTimeOffset? time, Shell shell) => time is { } known ? Of(known, shell) : null;
}
