using Ccsp.Contracts;
using Ccsp.Gateway.EmergencyStop;
using static Ccsp.Gateway.Configuration.ValueKind;

namespace Ccsp.Gateway.Configuration;

/// <summary>Keys of the emergency stop. A trigger without its number is off.</summary>
internal static partial class OptionKeys
{
    private static IEnumerable<OptionKey> Emergency =>
    [
        Key(
            "emergencyStop.graceSeconds", Number(0, 60), (o, _) => o.EmergencyStop.GraceSeconds,
            (o, _, v) => o with { EmergencyStop = o.EmergencyStop with { GraceSeconds = v } }),
        Key("emergencyStop.triggers.mode", Choice([.. Words<EmergencyMode>.All]),
            (o, _) => Words<EmergencyMode>.Of(o.EmergencyStop.Triggers.Mode),
            (o, _, v) => Words<EmergencyMode>.TryParse(v, out var mode) ? With(o, t => t with { Mode = mode }) : o),
        Key(
            "emergencyStop.triggers.loginLosses", Maybe(Whole(1, 1000)), (o, _) => o.EmergencyStop.Triggers.LoginLosses,
            (o, _, v) => With(o, t => t with { LoginLosses = v })),
        Key(
            "emergencyStop.triggers.loginMinutes", Number(0.01, 1440), (o, _) => o.EmergencyStop.Triggers.LoginMinutes,
            (o, _, v) => With(o, t => t with { LoginMinutes = v })),
        Key(
            "emergencyStop.triggers.storeErrors", Maybe(Whole(1, 1000)), (o, _) => o.EmergencyStop.Triggers.StoreErrors,
            (o, _, v) => With(o, t => t with { StoreErrors = v })),
        Key(
            "emergencyStop.triggers.storeMinutes", Number(0.01, 1440), (o, _) => o.EmergencyStop.Triggers.StoreMinutes,
            (o, _, v) => With(o, t => t with { StoreMinutes = v })),
        Key(
            "emergencyStop.triggers.memoryEndings", Maybe(Whole(1, 1000)), (o, _) => o.EmergencyStop.Triggers.MemoryEndings,
            (o, _, v) => With(o, t => t with { MemoryEndings = v })),
        Key(
            "emergencyStop.triggers.memoryMinutes", Number(0.01, 1440), (o, _) => o.EmergencyStop.Triggers.MemoryMinutes,
            (o, _, v) => With(o, t => t with { MemoryMinutes = v })),
    ];

    private static GatewayOptions With(GatewayOptions options, Func<TriggerOptions, TriggerOptions> change) =>
        options with { EmergencyStop = options.EmergencyStop with { Triggers = change(options.EmergencyStop.Triggers) } };
}
