namespace Ccsp.Gateway.Engines;

/// <summary>
/// The complete description of a process to start. Nothing is inherited: <see cref="Environment"/> is its whole environment.
/// </summary>
internal sealed record EngineCommand
{
    /// <summary>A path, or a name to look up on the PATH of <see cref="Environment"/>.</summary>
    public required string FileName { get; init; }

    /// <summary>Passed without a shell. Contain neither the prompt nor secrets.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    public required string WorkingDirectory { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Written to stdin unchanged, then end of file.</summary>
    public required ReadOnlyMemory<byte> Stdin { get; init; }

    /// <summary>Files that the arguments refer to; written before the start, readable by the owner only.</summary>
    public IReadOnlyList<CommandFile> Files { get; init; } = [];

    public required OutputFormat Format { get; init; }

    /// <summary>
    /// Whether the engine writes events while it works, so that silence is meaningful. Most programs are silent until their answer is
    /// ready.
    /// </summary>
    public bool Speaks { get; init; }

    /// <summary>Whether the process resumes an earlier conversation; decides how its usage is read.</summary>
    public bool Resumed { get; init; }
}
