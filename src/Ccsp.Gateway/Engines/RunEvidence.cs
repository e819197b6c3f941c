using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Engines;

/// <summary>Everything known of a run that ended: what the process did, what the gateway did to it, what it said.</summary>
internal sealed record RunEvidence
{
    public required RunTranscript Transcript { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>Exit code, if the program ended by itself.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Number of the signal that ended it, if one did.</summary>
    public int? Signal { get; init; }

    /// <summary>The signal that ended it; a shell and the CLI itself report one as 128 + number.</summary>
    public int? KilledBy => this switch
    {
        { Signal: { } signal } => signal,
        { ExitCode: > 128 and < 128 + 65 } => ExitCode - 128,
        _ => null,
    };

    /// <summary>Why the gateway stopped it, if it did; recorded before the first signal.</summary>
    public StopReason? Stop { get; init; }

    /// <summary>The supervisor ended it at its hard deadline.</summary>
    public bool DeadlinePassed { get; init; }

    /// <summary>The kernel killed one of its processes for memory.</summary>
    public bool OutOfMemory { get; init; }

    /// <summary>Set when supervisor and process are gone and nothing recorded their end.</summary>
    public string? LostReason { get; init; }

    /// <summary>Set when the program could not be started at all.</summary>
    public string? StartFailure { get; init; }

    /// <summary>The task asked for an answer that follows a schema.</summary>
    public bool SchemaAsked { get; init; }

    /// <summary>What an exit code and plain text of this program mean.</summary>
    public ProgramConduct Program { get; init; } = ProgramConduct.ClaudeCode;

    /// <summary>The last lines of stderr.</summary>
    public string StderrTail { get; init; } = "";

    /// <summary>The zone for reset times that name none: that of the run's environment.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;
}
