using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines;

/// <summary>
/// The adapter of one coding-agent CLI. Its members are pure: they describe a command, parse a line, classify an ending; starting,
/// following and stopping happen elsewhere.
/// </summary>
internal interface IEngine
{
    /// <summary>The name in submissions, such as <c>claude</c>.</summary>
    string Name { get; }

    /// <summary>The submission settings that reach its program; others are refused.</summary>
    IReadOnlySet<RunSetting> Keeps { get; }

    /// <summary>Its configured silence limits.</summary>
    SilenceOptions Silence { get; }

    /// <summary>Whether its program exits with the code of what the task ran, so that 126 and 127 may be the task's own.</summary>
    bool PassesExitOn { get; }

    /// <summary>What a person can do when its program is missing or cannot run; a phrase.</summary>
    string ProgramCure { get; }

    /// <summary>Whether a run can resume the conversation of an earlier one; otherwise it starts again with the whole prompt.</summary>
    bool TakesConversation { get; }

    EngineCommand BuildCommand(EngineRequest request);

    /// <summary>Parses one line of stdout (without its newline). Never throws; unknown events are kept.</summary>
    /// <param name="line">Raw bytes, not necessarily UTF-8.</param>
    /// <param name="format">The run's format, from <see cref="EngineCommand.Format"/>; text has no events.</param>
    EngineEvent ParseLine(ReadOnlySpan<byte> line, OutputFormat format);

    /// <summary>Classifies the end of a run from all evidence.</summary>
    Ending Classify(RunEvidence evidence);
}
