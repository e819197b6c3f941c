using System.ComponentModel.DataAnnotations;

namespace Ccsp.Gateway.Telemetry;

internal sealed record LogOptions
{
    /// <summary>Days a compressed file is kept.</summary>
    [Range(1, 3650)]
    public int KeepDays { get; init; } = 30;

    /// <summary>MiB of all files together; beyond it the oldest are removed, whatever their age.</summary>
    [Range(1, 1_000_000)]
    public int TotalMegabytes { get; init; } = 1024;

    /// <summary>MiB of one file before the day continues in the next; never more than <see cref="TotalMegabytes"/>.</summary>
    [Range(1, 100_000)]
    public int FileMegabytes { get; init; } = 100;

    /// <summary>The lowest logged level.</summary>
    [AllowedValues("trace", "debug", "info", "warn", "error")]
    public string Level { get; set; } = "info";
}
