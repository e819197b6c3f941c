using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Engines;

/// <summary>All that is known about an ended run: what the process did, what the gateway did to it, what it wrote.</summary>
internal sealed record RunEvidence
{
    public required RunTranscript Transcript { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>The exit code, if the program exited by itself.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The number of the signal that ended it, if any.</summary>
    public int? Signal { get; init; }

    /// <summary>The signal that ended it; shells and the CLI itself report one as 128 + number.</summary>
    public int? KilledBy => this switch
    {
        { Signal: { } signal } => signal,
        { ExitCode: > 128 and < 128 + 65 } => ExitCode - 128,
        _ => null,
    };

    /// <summary>Why the gateway stopped it, if it did; recorded before the first signal.</summary>
    public StopReason? Stop { get; init; }

    /// <summary>Whether the supervisor ended it at its hard deadline.</summary>
    public bool DeadlinePassed { get; init; }

    /// <summary>Whether the kernel killed one of its processes for lack of memory.</summary>
    public bool OutOfMemory { get; init; }

    /// <summary>Set when supervisor and process are gone and neither recorded the end.</summary>
    public string? LostReason { get; init; }

    /// <summary>Set when the program could not be started.</summary>
    public string? StartFailure { get; init; }

    /// <summary>Whether the task asked for an answer that follows a schema.</summary>
    public bool SchemaAsked { get; init; }

    /// <summary>How to read an exit code and plain text of this program.</summary>
    public ProgramConduct Program { get; init; } = ProgramConduct.ClaudeCode;

    /// <summary>The last lines of stderr.</summary>
    public string StderrTail { get; init; } = "";

    /// <summary>The zone for reset times without one: that of the run's environment.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;
}
