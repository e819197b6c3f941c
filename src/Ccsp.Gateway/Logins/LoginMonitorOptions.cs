using System.ComponentModel.DataAnnotations;

namespace Ccsp.Gateway.Logins;

/// <summary>Options of the login monitor.</summary>
internal sealed record LoginMonitorOptions
{
    /// <summary>Failed checks in a row after which a login counts as lost; a single refused run is enough.</summary>
    public const int FailuresAllowed = 3;

    /// <summary>A login that expires within this time may be renewed by any run, so only one runs at a time.</summary>
    public static readonly TimeSpan NarrowBefore = TimeSpan.FromMinutes(10);

    /// <summary>Seconds between two checks of a login.</summary>
    [Range(1, 86400)]
    public int CheckSeconds { get; init; } = 300;

    /// <summary>Hours before its expiry at which a warning is sent.</summary>
    [Range(0, 24 * 90)]
    public double WarnHours { get; init; } = 24;

    /// <summary>Seconds the engine may take to answer a check.</summary>
    [Range(1, 600)]
    public int CheckTimeoutSeconds { get; init; } = 30;

    /// <summary>Whether a tiny run may be spent when nothing else shows whether a login works.</summary>
    public bool PaidProbe { get; init; }

    public TimeSpan Warn => TimeSpan.FromHours(WarnHours);

    public TimeSpan Check => TimeSpan.FromSeconds(CheckSeconds);
}
