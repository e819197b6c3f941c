using Ccsp.Gateway.Gates;

namespace Ccsp.Gateway.Configuration;

/// <summary>What is configured of limits.</summary>
internal sealed record LimitsConfig
{
    public Headroom Headroom { get; init; } = new();

    /// <summary>What a window would lose so shortly before its end may be used by everybody, in minutes.</summary>
    public double HarvestMinutes { get; init; } = 20;

    /// <summary>After a provider's limit opened, one more run is let in every so many seconds.</summary>
    public double RampSeconds { get; init; } = 2;

    /// <summary>Above this memory pressure (per cent of ten seconds in which all work stood still) fewer runs start; 100: never.</summary>
    public double MemoryPressurePercent { get; init; } = 10;

    /// <summary>The same for the processor; 100: never.</summary>
    public double ProcessorPressurePercent { get; init; } = 100;

    /// <summary>For example <c>22:00-07:00</c>; null: none.</summary>
    public string? QuietHours { get; init; }

    /// <summary>The zone of <see cref="QuietHours"/>; null: the machine's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Limits by name of the gate, for example <c>model:opus</c>.</summary>
    public IReadOnlyDictionary<string, GateConfig> Gates { get; init; } = new Dictionary<string, GateConfig>(StringComparer.Ordinal);

    public Tasks.QuietHours? Quiet => QuietHours is { } hours ? Tasks.QuietHours.Parse(hours, Zone) : null;

    public TimeZoneInfo Zone => TimeZone is null ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
}
