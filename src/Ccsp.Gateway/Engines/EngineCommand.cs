namespace Ccsp.Gateway.Engines;

/// <summary>A process to start, completely described. Nothing is inherited: <see cref="Environment"/> is all it gets.</summary>
internal sealed record EngineCommand
{
    /// <summary>A path, or a name to be looked up on the PATH of <see cref="Environment"/>.</summary>
    public required string FileName { get; init; }

    /// <summary>Passed as they are, without a shell. Hold neither the prompt nor secrets.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    public required string WorkingDirectory { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Written to stdin byte for byte, then end of file.</summary>
    public required ReadOnlyMemory<byte> Stdin { get; init; }

    /// <summary>Files the arguments name; to be written, readable by the owner only, before the start.</summary>
    public IReadOnlyList<CommandFile> Files { get; init; } = [];

    public required OutputFormat Format { get; init; }

    /// <summary>
    /// The engine promises events while it works, so its silence says something. Most programs are silent until their answer is ready.
    /// </summary>
    public bool Speaks { get; init; }

    /// <summary>Whether the process goes on with an earlier conversation; decides how its usage is read.</summary>
    public bool Resumed { get; init; }
}
