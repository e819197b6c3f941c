using System.ComponentModel.DataAnnotations;

namespace Ccsp.Gateway.Telemetry;

/// <summary>How much log is kept.</summary>
internal sealed record LogOptions
{
    /// <summary>Days a compressed file is kept.</summary>
    [Range(1, 3650)]
    public int KeepDays { get; init; } = 30;

    /// <summary>What all files together may take, in MiB; beyond it the oldest go, whatever their age.</summary>
    [Range(1, 1_000_000)]
    public int TotalMegabytes { get; init; } = 1024;

    /// <summary>What one file may take before the day goes on in the next, in MiB; never more than <see cref="TotalMegabytes"/>.</summary>
    [Range(1, 100_000)]
    public int FileMegabytes { get; init; } = 100;

    /// <summary>Least severe level that is logged.</summary>
    [AllowedValues("trace", "debug", "info", "warn", "error")]
    public string Level { get; set; } = "info";
}
