using System.ComponentModel.DataAnnotations;
using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Gates;

/// <summary>Limits of gates, and when a machine that is short of something starts fewer runs. Mutable: a reload changes them.</summary>
internal sealed record LimitsOptions
{
    [OptionPath("limits.headroom.normal"), Range(0, 1)]
    public double NormalHeadroom { get; set; } = new Headroom().Normal;

    [OptionPath("limits.headroom.low"), Range(0, 1)]
    public double LowHeadroom { get; set; } = new Headroom().Low;

    /// <summary>What a window would lose so shortly before its end may be used by everybody, in minutes.</summary>
    [Range(0, 1440)]
    public double HarvestMinutes { get; set; } = 20;

    /// <summary>After a provider's limit opened, one more run is let in every so many seconds.</summary>
    [Range(0, 600)]
    public double RampSeconds { get; set; } = 2;

    /// <summary>Above this memory pressure (per cent of ten seconds in which all work stood still) fewer runs start; 100: never.</summary>
    [Range(0, 100)]
    public double MemoryPressurePercent { get; set; } = 10;

    /// <summary>The same for some work that waited for a processor. Agents that compile keep processors busy without harm, so it is off at
    /// 100.</summary>
    [Range(0, 100)]
    public double ProcessorPressurePercent { get; set; } = 100;

    /// <summary>For example <c>22:00-07:00</c>; null: none.</summary>
    [QuietHours]
    public string? QuietHours { get; set; }

    /// <summary>The zone of <see cref="QuietHours"/>; null: the machine's.</summary>
    [TimeZone("Asia/Tokyo")]
    public string? TimeZone { get; set; }

    /// <summary>Limits by name of the gate, for example <c>model:opus</c>.</summary>
    public IReadOnlyDictionary<string, GateOptions> Gates { get; set; } = new Dictionary<string, GateOptions>(StringComparer.Ordinal);

    /// <summary>When normal and low work does not resume by itself after a provider's limit; null: never.</summary>
    public Tasks.QuietHours? Quiet => QuietHours is { } hours ? Tasks.QuietHours.Parse(hours, Zone) : null;

    private TimeZoneInfo Zone => TimeZone is null ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
}
