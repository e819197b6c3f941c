using Ccsp.Cli.Terminal;

namespace Ccsp.Cli.Times;

/// <summary>
/// The caller's time zone from TZ. The runtime silently uses UTC for an unknown zone, and a task would run at the wrong time.
/// </summary>
internal static class CallerZone
{
    /// <returns>Null when it is known, or TZ is not set.</returns>
    public static string? WhyUnknown(Shell shell) =>
        shell.Environment.GetValueOrDefault("TZ")?.TrimStart(':') is not { Length: > 0 } name || IsKnown(name)
            ? null
            : $"TZ names '{PlainText.OneLine(name, 60)}', which is no time zone known here; a known one is Europe/Berlin";

    private static bool IsKnown(string name) =>
        Path.IsPathRooted(name) ? File.Exists(name) : TimeZoneInfo.TryFindSystemTimeZoneById(name, out _);
}
