using System.ComponentModel.DataAnnotations;
using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Engines;

/// <summary>One entry of <c>engines</c> in the configuration.</summary>
internal sealed record EngineOptions
{
    /// <summary>Never null once loaded.</summary>
    [AllowedValues(EngineKinds.Claude, EngineKinds.Command)]
    public string? Kind { get; init; }

    /// <summary>Kind <c>claude</c>: path or name of the CLI; <c>CLAUDE_CLI_PATH</c> overrides it.</summary>
    [NonEmpty("a program", Path = PathPart.Program)]
    public string? Path { get; init; }

    /// <summary>How often the CLI itself repeats a failed request; its default of 10 takes minutes, and its maximum is 15.</summary>
    [Range(0, 15)]
    public int MaxRetries { get; init; } = 3;

    /// <summary>Kind <c>command</c>: program and arguments; for placeholders see <see cref="Command.ArgumentTemplate"/>.</summary>
    [NoNul("a list: the program, then its arguments", Path = PathPart.Program)]
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Kind <c>command</c>: whether a non-zero exit code is retried like a crash, unless the task sets its retries.</summary>
    public bool RetryFailures { get; init; }

    /// <summary>
    /// Seconds until the first byte of output; null: the limit in <c>timeouts</c>, for engines that write while they work.
    /// </summary>
    [Range(1, 7 * 86400)]
    public int? FirstByteSeconds { get; init; }

    /// <summary>Seconds between two lines of output; null: as with <see cref="FirstByteSeconds"/>.</summary>
    [Range(1, 7 * 86400)]
    public int? SilenceSeconds { get; init; }

    /// <summary>Kind <c>command</c>: the program's output format.</summary>
    public OutputFormat Output { get; init; } = OutputFormat.Text;

    public SilenceOptions Silence => new(FirstByteSeconds, SilenceSeconds);

    /// <summary>The configured kind, or the one implied by the name or the command line.</summary>
    public string? KindUnder(string name) =>
        Kind ?? (name == EngineCatalog.Default ? EngineKinds.Claude : Command.Count == 0 ? null : EngineKinds.Command);
}
