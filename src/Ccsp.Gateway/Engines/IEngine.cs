using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines;

/// <summary>
/// An adapter for one coding-agent CLI. Its members are pure: they describe a command, read a line, judge an
/// ending; starting, following and stopping happen elsewhere.
/// </summary>
internal interface IEngine
{
    /// <summary>The name tasks ask for, such as <c>claude</c>.</summary>
    string Name { get; }

    /// <summary>What of a submission reaches its program. Anything else is refused when it is asked for.</summary>
    IReadOnlySet<RunSetting> Keeps { get; }

    /// <summary>What is configured of its silence.</summary>
    SilenceOptions Silence { get; }

    /// <summary>Its program ends with the exit code of what the task makes it run, so 126 and 127 may be the task's own.</summary>
    bool PassesExitOn { get; }

    /// <summary>What a person does when its program is missing or cannot run; a phrase.</summary>
    string ProgramCure { get; }

    /// <summary>A run can go on in the conversation of an earlier one; else it begins again with the whole prompt.</summary>
    bool TakesConversation { get; }

    /// <summary>Describes the process for one run.</summary>
    EngineCommand BuildCommand(EngineRequest request);

    /// <summary>Reads one line of stdout (without its newline). Never throws; what it does not know it keeps.</summary>
    /// <param name="line">Raw bytes, not necessarily UTF-8.</param>
    /// <param name="format">The format of the run, from <see cref="EngineCommand.Format"/>: in text nothing is an event.</param>
    EngineEvent ParseLine(ReadOnlySpan<byte> line, OutputFormat format);

    /// <summary>Judges how a run ended, from everything that is known of it.</summary>
    Ending Classify(RunEvidence evidence);
}
