using System.ComponentModel.DataAnnotations;
using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Gates;

/// <summary>Limits of gates, and thresholds at which a machine under pressure starts fewer runs. Mutable: a reload changes them.</summary>
internal sealed record LimitsOptions
{
    [OptionPath("limits.headroom.normal"), Range(0, 1)]
    public double NormalHeadroom { get; set; } = new Headroom().Normal;

    [OptionPath("limits.headroom.low"), Range(0, 1)]
    public double LowHeadroom { get; set; } = new Headroom().Low;

    /// <summary>Minutes before the end of a provider's window in which its unused quota is open to everybody.</summary>
    [Range(0, 1440)]
    public double HarvestMinutes { get; set; } = 20;

    /// <summary>Seconds between two additional runs after a provider's limit has reset.</summary>
    [Range(0, 600)]
    public double RampSeconds { get; set; } = 2;

    /// <summary>Memory pressure (percent of ten seconds in which all work stalled) above which fewer runs start; 100: off.</summary>
    [Range(0, 100)]
    public double MemoryPressurePercent { get; set; } = 10;

    /// <summary>
    /// The same for work that waited for a processor. Off (100) by default, because agents that compile keep processors busy without harm.
    /// </summary>
    [Range(0, 100)]
    public double ProcessorPressurePercent { get; set; } = 100;

    /// <summary>For example <c>22:00-07:00</c>; null: none.</summary>
    [QuietHours]
    public string? QuietHours { get; set; }

    /// <summary>Time zone of <see cref="QuietHours"/>; null: the machine's.</summary>
    [TimeZone("Asia/Tokyo")]
    public string? TimeZone { get; set; }

    /// <summary>Limits by gate name, for example <c>model:opus</c>.</summary>
    public IReadOnlyDictionary<string, GateOptions> Gates { get; set; } = new Dictionary<string, GateOptions>(StringComparer.Ordinal);

    /// <summary>When normal and low tasks do not resume by themselves after a provider's limit; null: never.</summary>
    public Tasks.QuietHours? Quiet => QuietHours is { } hours ? Tasks.QuietHours.Parse(hours, Zone) : null;

    private TimeZoneInfo Zone => TimeZone is null ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
}
