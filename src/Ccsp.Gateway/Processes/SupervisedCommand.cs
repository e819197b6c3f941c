namespace Ccsp.Gateway.Processes;

/// <summary>
/// What is to be run, completely described: nothing of the gateway's own environment or folders is added, except <c>CCSP_TOKEN</c>.
/// </summary>
internal sealed record SupervisedCommand
{
    /// <summary>1 GiB.</summary>
    public const long DefaultOutputMax = 1L << 30;

    /// <summary>The run's own folder. Made by the start; a leftover of a start that was never released is wiped.</summary>
    public required string Directory { get; init; }

    /// <summary>Absolute path, or a name looked up in the PATH of <see cref="Environment"/>.</summary>
    public required string FileName { get; init; }

    /// <summary>Handed over one by one; no shell ever reads them as text. No NUL inside.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The whole environment. Names are shell identifiers; dash passes OPTIND on only when it is a number.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>Fed through a file, followed by end of file.</summary>
    public ReadOnlyMemory<byte> Stdin { get; init; }

    /// <summary>More files for the run's folder, by plain file name; readable by the owner only.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files { get; init; } = new Dictionary<string, ReadOnlyMemory<byte>>();

    /// <summary>Wall time after which the supervisor itself ends the tree, whether the gateway is there or not.</summary>
    public required TimeSpan Deadline { get; init; }

    /// <summary>What the supervisor leaves between TERM and KILL once the deadline has passed; whole seconds.</summary>
    public TimeSpan DeadlineGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The <see cref="LeaseFile"/> whose end the run may not outlive; null: nobody else could take the run over.</summary>
    public string? Lease { get; init; }

    /// <summary>Unique per run, letters, digits, dot, dash, underscore. Travels in the environment as CCSP_TOKEN and marks every
    /// descendant.</summary>
    public required string Marker { get; init; }

    /// <summary>Bytes of stdout and stderr together after which <see cref="SupervisedRun.Overflowed"/> completes.</summary>
    public long OutputMax { get; init; } = DefaultOutputMax;

    /// <summary>Bytes; kept only where <see cref="Containment.Cgroup"/> says so.</summary>
    public long? MemoryMax { get; init; }

    /// <summary>Processes and threads; kept only where <see cref="Containment.Cgroup"/> says so.</summary>
    public int? PidsMax { get; init; }
}
