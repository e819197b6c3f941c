namespace Ccsp.Gateway.Configuration;

/// <summary>One engine as it was written.</summary>
internal sealed record EngineConfig
{
    /// <summary><c>claude</c> or <c>command</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>The program of a CLI engine: a path, or a name looked up on PATH.</summary>
    public string? Path { get; init; }

    /// <summary>How often the CLI itself repeats a request before it gives up.</summary>
    public int MaxRetries { get; init; } = 3;

    /// <summary>
    /// Until the first byte of output; null: no such limit but the one of <c>timeouts</c> for engines that speak while they work.
    /// </summary>
    public int? FirstByteSeconds { get; init; }

    /// <summary>Between two signs of life; null: as with <see cref="FirstByteSeconds"/>.</summary>
    public int? SilenceSeconds { get; init; }

    /// <summary>Program and arguments of an engine of kind <c>command</c>.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary><c>text</c> or <c>stream-json</c>.</summary>
    public string? Output { get; init; }

    /// <summary>Whether an exit code other than 0 of a <c>command</c> leads to another run.</summary>
    public bool? RetryFailures { get; init; }

    /// <summary>The kind that is written, or that the name or the command line says as clearly.</summary>
    public string? KindUnder(string name) => Kind ?? (name == "claude" ? "claude" : Command is null ? null : "command");
}
