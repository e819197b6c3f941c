using System.Globalization;

namespace Ccsp.Gateway.Engines;

/// <summary>Epoch seconds or milliseconds, as engines write them.</summary>
internal static class EpochTime
{
    // In seconds, values before 2001 or after 2286 are no reset times or are milliseconds.
    private const long FirstSecond = 1_000_000_000;
    private const long LastSecond = 9_999_999_999;

    public static DateTimeOffset? From(long number) => number switch
    {
        >= FirstSecond and <= LastSecond => DateTimeOffset.FromUnixTimeSeconds(number),
        >= FirstSecond * 1000 and <= LastSecond * 1000 => DateTimeOffset.FromUnixTimeMilliseconds(number),
        _ => null,
    };

    /// <summary>Reads epoch digits or an ISO 8601 time.</summary>
    public static DateTimeOffset? Read(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return From(number);
        return text.Contains('-', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? From(time.ToUnixTimeSeconds())
            : null;
    }
}
