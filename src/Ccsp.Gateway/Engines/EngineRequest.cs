using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines;

/// <summary>The input from which an engine describes one run.</summary>
internal sealed record EngineRequest
{
    public required string TaskId { get; init; }

    /// <summary>1 for the first run of the task.</summary>
    public required int Run { get; init; }

    /// <summary>Unique per run; marks all its descendants (<c>CCSP_TOKEN</c>).</summary>
    public required string Token { get; init; }

    public required TaskSubmission Spec { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>The run's own folder; files of <see cref="EngineCommand.Files"/> are written there.</summary>
    public required string RunDirectory { get; init; }

    /// <summary>A new UUID or the id to resume; null for engines without conversations.</summary>
    public string? ConversationId { get; init; }

    public ConversationStart Start { get; init; }

    /// <summary>Contents of the files to include, in the task's order.</summary>
    public IReadOnlyList<IncludedFile> IncludedFiles { get; init; } = [];

    /// <summary>Whether the run uses the profile <c>default</c>, which shares the sign-in of the gateway's own environment.</summary>
    public bool IsDefaultProfile { get; init; } = true;

    /// <summary>The profile's variables, secrets resolved.</summary>
    public IReadOnlyDictionary<string, string> ProfileEnvironment { get; init; } = new Dictionary<string, string>();

    /// <summary>The gateway's own environment; only allow-listed variables are taken from it.</summary>
    public IReadOnlyDictionary<string, string> GatewayEnvironment { get; init; } = new Dictionary<string, string>();

    /// <summary>W3C trace context, so that the CLI's spans become children of the run's.</summary>
    public string? TraceParent { get; init; }
}
