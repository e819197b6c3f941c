using Ccsp.Gateway.Tasks;
using static Ccsp.Gateway.Configuration.ValueKind;

namespace Ccsp.Gateway.Configuration;

/// <summary>Keys of gates.</summary>
internal static partial class OptionKeys
{
    private static IEnumerable<OptionKey> Limits =>
    [
        Key(
            "limits.headroom.normal", Number(0, 1), (o, _) => o.Limits.Headroom.Normal,
            (o, _, v) => WithLimits(o, l => l with { Headroom = l.Headroom with { Normal = v } })),
        Key(
            "limits.headroom.low", Number(0, 1), (o, _) => o.Limits.Headroom.Low,
            (o, _, v) => WithLimits(o, l => l with { Headroom = l.Headroom with { Low = v } })),
        Key(
            "limits.harvestMinutes", Number(0, 1440), (o, _) => o.Limits.HarvestMinutes,
            (o, _, v) => WithLimits(o, l => l with { HarvestMinutes = v })),
        Key(
            "limits.rampSeconds", Number(0, 600), (o, _) => o.Limits.RampSeconds,
            (o, _, v) => WithLimits(o, l => l with { RampSeconds = v })),
        Key(
            "limits.memoryPressurePercent", Number(0, 100), (o, _) => o.Limits.MemoryPressurePercent,
            (o, _, v) => WithLimits(o, l => l with { MemoryPressurePercent = v })),
        Key(
            "limits.processorPressurePercent", Number(0, 100), (o, _) => o.Limits.ProcessorPressurePercent,
            (o, _, v) => WithLimits(o, l => l with { ProcessorPressurePercent = v })),
        Key("limits.quietHours", Text("hours such as 22:00-07:00", s => QuietHours.Parse(s, TimeZoneInfo.Utc) is not null),
            (o, _) => o.Limits.QuietHours, (o, _, v) => WithLimits(o, l => l with { QuietHours = v })),
        Key("limits.timeZone", Text("a time zone such as Asia/Tokyo", s => TimeZoneInfo.TryFindSystemTimeZoneById(s, out _)),
            (o, _) => o.Limits.TimeZone, (o, _, v) => WithLimits(o, l => l with { TimeZone = v })),
        Section("limits.gates.*", (o, n) => WithGate(o, n, g => g)),
        Key(
            "limits.gates.*.limit", Maybe(Whole(0, 100_000)), (o, n) => Gate(o, n).Limit,
            (o, n, v) => WithGate(o, n, g => g with { Limit = v })),
        Key(
            "limits.gates.*.ratePerMinute", Maybe(Number(0.001, 60_000)), (o, n) => Gate(o, n).RatePerMinute,
            (o, n, v) => WithGate(o, n, g => g with { RatePerMinute = v })),
        Key(
            "limits.gates.*.burst", Maybe(Whole(1, 100_000)), (o, n) => Gate(o, n).Burst,
            (o, n, v) => WithGate(o, n, g => g with { Burst = v })),
    ];

    private static GateConfig Gate(GatewayOptions options, IReadOnlyList<string> names) =>
        options.Limits.Gates.GetValueOrDefault(names[0]) ?? new();

    private static GatewayOptions WithLimits(GatewayOptions options, Func<LimitsConfig, LimitsConfig> change) =>
        options with { Limits = change(options.Limits) };

    private static GatewayOptions WithGate(GatewayOptions options, IReadOnlyList<string> names, Func<GateConfig, GateConfig> change) =>
        WithLimits(options, l => l with { Gates = With(l.Gates, names[0], change(Gate(options, names))) });
}
