namespace Ccsp.Gateway.Processes;

/// <summary>
/// The complete description of a run: nothing of the gateway's own environment or folders is added, except <c>CCSP_TOKEN</c>.
/// </summary>
internal sealed record SupervisedCommand
{
    /// <summary>1 GiB.</summary>
    public const long DefaultOutputMax = 1L << 30;

    /// <summary>The run's own folder. Created by the start; a leftover of an unreleased start is deleted.</summary>
    public required string Directory { get; init; }

    /// <summary>Absolute path, or a name looked up in the PATH of <see cref="Environment"/>.</summary>
    public required string FileName { get; init; }

    /// <summary>Passed one by one, never parsed by a shell. No NUL inside.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The whole environment. Names are shell identifiers; dash passes on OPTIND only if it is a number.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>Passed through a file, followed by end of file.</summary>
    public ReadOnlyMemory<byte> Stdin { get; init; }

    /// <summary>More files for the run's folder, by plain file name; readable by the owner only.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files { get; init; } = new Dictionary<string, ReadOnlyMemory<byte>>();

    /// <summary>Wall time after which the supervisor ends the tree, with or without a gateway.</summary>
    public required TimeSpan Deadline { get; init; }

    /// <summary>Time between TERM and KILL after the deadline; whole seconds.</summary>
    public TimeSpan DeadlineGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Path of the <see cref="LeaseFile"/> that the run must not outlive; null: no other instance could take over the run.
    /// </summary>
    public string? Lease { get; init; }

    /// <summary>Unique per run: letters, digits, dot, dash, underscore. Passed as CCSP_TOKEN; marks every descendant.</summary>
    public required string Marker { get; init; }

    /// <summary>Total bytes of stdout and stderr after which <see cref="SupervisedRun.Overflowed"/> completes.</summary>
    public long OutputMax { get; init; } = DefaultOutputMax;

    /// <summary>Bytes; enforced only where <see cref="Containment.Cgroup"/> can.</summary>
    public long? MemoryMax { get; init; }

    /// <summary>Processes and threads; enforced only where <see cref="Containment.Cgroup"/> can.</summary>
    public int? PidsMax { get; init; }
}
