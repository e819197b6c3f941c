using System.ComponentModel.DataAnnotations;
using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Engines;

/// <summary>One entry of <c>engines</c> in the configuration.</summary>
internal sealed record EngineOptions
{
    /// <summary>Never null once loaded.</summary>
    [AllowedValues(EngineKinds.Claude, EngineKinds.Command)]
    public string? Kind { get; init; }

    /// <summary>Kind <c>claude</c>: path or name of the CLI; <c>CLAUDE_CLI_PATH</c> wins.</summary>
    [NonEmpty("a program", Path = PathPart.Program)]
    public string? Path { get; init; }

    /// <summary>How often the CLI itself repeats a failed request; its own default is 10, which takes minutes, and its cap 15.</summary>
    [Range(0, 15)]
    public int MaxRetries { get; init; } = 3;

    /// <summary>Kind <c>command</c>: program and arguments, placeholders as in <see cref="Command.ArgumentTemplate"/>.</summary>
    [NoNul("a list: the program, then its arguments", Path = PathPart.Program)]
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>
    /// Kind <c>command</c>: whether an exit code other than 0 leads to another run, as a crash does, where the task does not say how often.
    /// </summary>
    public bool RetryFailures { get; init; }

    /// <summary>
    /// Until the first byte of output; null: no such limit but the one of <c>timeouts</c> for engines that speak while they work.
    /// </summary>
    [Range(1, 7 * 86400)]
    public int? FirstByteSeconds { get; init; }

    /// <summary>Between two signs of life; null: as with <see cref="FirstByteSeconds"/>.</summary>
    [Range(1, 7 * 86400)]
    public int? SilenceSeconds { get; init; }

    /// <summary>Kind <c>command</c>: what the program writes.</summary>
    public OutputFormat Output { get; init; } = OutputFormat.Text;

    public SilenceOptions Silence => new(FirstByteSeconds, SilenceSeconds);

    /// <summary>The kind that is written, or that the name or the command line says as clearly.</summary>
    public string? KindUnder(string name) =>
        Kind ?? (name == EngineCatalog.Default ? EngineKinds.Claude : Command.Count == 0 ? null : EngineKinds.Command);
}
