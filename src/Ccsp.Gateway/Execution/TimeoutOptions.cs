using System.ComponentModel.DataAnnotations;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// Time limits of a run, in seconds on the boot-time clock; the one that fired is recorded. Mutable: a reload changes them, so read them
/// when needed.
/// </summary>
internal sealed record TimeoutOptions
{
    public const int LongestRun = 7 * 86400;

    /// <summary>Wall deadline where the task names none; also enforced by the supervisor while the gateway is away.</summary>
    [Range(1, LongestRun)]
    public int RunSeconds { get; set; } = 7200;

    /// <summary>Until the first byte of output, for engines that report while they work.</summary>
    [Range(1, 86400)]
    public int FirstByteSeconds { get; set; } = 120;

    /// <summary>Without a sign of life while an answer is expected, for engines that report while they work.</summary>
    [Range(1, 86400)]
    public int SilenceSeconds { get; set; } = 900;

    /// <summary>After the result before what is left of the process tree is ended.</summary>
    [Range(0, 3600)]
    public double LingerSeconds { get; set; } = 5;

    /// <summary>Between the steps of stopping: interrupt, terminate, kill.</summary>
    [Range(0, 600)]
    public double GraceSeconds { get; set; } = 5;

    /// <summary>Bytes of standard output and of standard error a run may write each.</summary>
    [Range(1024, long.MaxValue)]
    public long OutputBytes { get; set; } = 1L << 30;
}
