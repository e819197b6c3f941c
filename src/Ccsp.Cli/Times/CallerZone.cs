using Ccsp.Cli.Terminal;

namespace Ccsp.Cli.Times;

/// <summary>
/// The time zone the caller names with TZ. The runtime takes UTC without a word for one it does not know, and a task would run at another
/// time than was meant.
/// </summary>
internal static class CallerZone
{
    /// <returns>Null where it is known, or none is named.</returns>
    public static string? WhyUnknown(Shell shell) =>
        shell.Environment.GetValueOrDefault("TZ")?.TrimStart(':') is not { Length: > 0 } name || IsKnown(name)
            ? null
            : $"TZ names '{PlainText.OneLine(name, 60)}', which is no time zone known here; a known one is Europe/Berlin";

    private static bool IsKnown(string name) =>
        Path.IsPathRooted(name) ? File.Exists(name) : TimeZoneInfo.TryFindSystemTimeZoneById(name, out _);
}
