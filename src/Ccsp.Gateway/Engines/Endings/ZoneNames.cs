using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Ccsp.Gateway.Engines.Endings;

/// <summary>
/// Resolves the time zone a CLI prints after a clock time. Node prints ICU's names, some of them older than the zone files' names, and slim
/// hosts have no zone files. An unresolved zone stays unknown: assuming the gateway's own could be wrong by hours.
/// </summary>
internal static partial class ZoneNames
{
    /// <summary>ICU's canonical names that newer zone files keep only as links, in a package that many images lack.</summary>
    private static readonly FrozenDictionary<string, string> Renamed = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["Africa/Asmera"] = "Africa/Asmara",
        ["America/Buenos_Aires"] = "America/Argentina/Buenos_Aires",
        ["America/Catamarca"] = "America/Argentina/Catamarca",
        ["America/Coral_Harbour"] = "America/Atikokan",
        ["America/Cordoba"] = "America/Argentina/Cordoba",
        ["America/Godthab"] = "America/Nuuk",
        ["America/Indianapolis"] = "America/Indiana/Indianapolis",
        ["America/Jujuy"] = "America/Argentina/Jujuy",
        ["America/Louisville"] = "America/Kentucky/Louisville",
        ["America/Mendoza"] = "America/Argentina/Mendoza",
        ["Asia/Calcutta"] = "Asia/Kolkata",
        ["Asia/Katmandu"] = "Asia/Kathmandu",
        ["Asia/Rangoon"] = "Asia/Yangon",
        ["Asia/Saigon"] = "Asia/Ho_Chi_Minh",
        ["Atlantic/Faeroe"] = "Atlantic/Faroe",
        ["Europe/Kiev"] = "Europe/Kyiv",
        ["Pacific/Enderbury"] = "Pacific/Kanton",
        ["Pacific/Ponape"] = "Pacific/Pohnpei",
        ["Pacific/Truk"] = "Pacific/Chuuk",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Hours from UTC of the abbreviations that Node prints in English: only zones of the United States have one, others are printed as
    /// GMT+9.
    /// </summary>
    private static readonly FrozenDictionary<string, int> Abbreviations = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["PST"] = -8, ["PDT"] = -7, ["MST"] = -7, ["MDT"] = -6, ["CST"] = -6, ["CDT"] = -5, ["EST"] = -5, ["EDT"] = -4,
        ["AKST"] = -9, ["AKDT"] = -8, ["HST"] = -10, ["HDT"] = -9,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static TimeZoneInfo? Find(string name)
    {
        if (Offset().Match(name) is { Success: true } offset)
            return Fixed(name, OffsetOf(offset));
        if (Abbreviations.TryGetValue(name, out var hours))
            return Fixed(name, TimeSpan.FromHours(hours));
        return System(name) ?? (Renamed.TryGetValue(name, out var renamed) ? System(renamed) : null);
    }

    private static TimeZoneInfo? System(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    private static TimeZoneInfo? Fixed(string name, TimeSpan fromUtc) =>
        fromUtc.Duration() <= TimeSpan.FromHours(14) ? TimeZoneInfo.CreateCustomTimeZone(name, fromUtc, name, name) : null;

    private static TimeSpan OffsetOf(Match match)
    {
        if (!match.Groups["hours"].Success)
            return TimeSpan.Zero;
        var minutes = match.Groups["minutes"] is { Success: true } group ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : 0;
        var size = new TimeSpan(int.Parse(match.Groups["hours"].ValueSpan, CultureInfo.InvariantCulture), minutes, 0);
        return match.Groups["sign"].Value == "-" ? -size : size;
    }

    // As people and Node write it: GMT+9 is ahead of Greenwich; the zone files' Etc/GMT+9 is behind and must not match.
    [GeneratedRegex(@"^(?:UTC|GMT|Z)(?:(?<sign>[+-])(?<hours>\d{1,2})(?::?(?<minutes>\d{2}))?)?$")]
    private static partial Regex Offset();
}
