using System.ComponentModel.DataAnnotations;

namespace Ccsp.Gateway.Logins;

/// <summary>How closely logins are watched.</summary>
internal sealed record LoginMonitorOptions
{
    /// <summary>Failed checks in a row after which a login is lost; one refused run is enough by itself.</summary>
    public const int FailuresAllowed = 3;

    /// <summary>A login that expires within this time may be renewed by any run at any moment, so only one runs at a time.</summary>
    public static readonly TimeSpan NarrowBefore = TimeSpan.FromMinutes(10);

    /// <summary>Seconds between two checks of a login.</summary>
    [Range(1, 86400)]
    public int CheckSeconds { get; init; } = 300;

    /// <summary>How long before its expiry a login is warned of.</summary>
    [Range(0, 24 * 90)]
    public double WarnHours { get; init; } = 24;

    /// <summary>How long the engine may take to answer a check.</summary>
    [Range(1, 600)]
    public int CheckTimeoutSeconds { get; init; } = 30;

    /// <summary>Whether a tiny run may be spent where nothing else tells whether a login works.</summary>
    public bool PaidProbe { get; init; }

    public TimeSpan Warn => TimeSpan.FromHours(WarnHours);

    public TimeSpan Check => TimeSpan.FromSeconds(CheckSeconds);
}
