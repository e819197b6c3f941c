namespace Ccsp.Contracts;

/// <summary>The state of one profile's login.</summary>
public sealed record SessionView
{
    /// <summary>Name of the profile.</summary>
    public required string Profile { get; init; }

    /// <summary>Whether it is logged in.</summary>
    public required SessionState State { get; init; }

    /// <summary>Whether runs can rely on it: valid or expiring.</summary>
    public required bool IsValid { get; init; }

    /// <summary>When it was last checked.</summary>
    public DateTimeOffset? LastCheck { get; init; }

    /// <summary>Consecutive checks and runs that found it lost.</summary>
    public required int ConsecutiveFailures { get; init; }

    /// <summary>When a run last showed that the provider accepts it.</summary>
    public DateTimeOffset? LastValidResponse { get; init; }

    /// <summary>When the login expires, if the engine reports it.</summary>
    public DateTimeOffset? LoginExpiresAt { get; init; }

    /// <summary>As named by the engine, for example <c>claude.ai</c> or <c>api_key</c>.</summary>
    public string? AuthMethod { get; init; }

    /// <summary>When it was lost.</summary>
    public DateTimeOffset? LostAt { get; init; }

    /// <summary>Why it is lost or being tested.</summary>
    public string? Reason { get; init; }

    /// <summary>The last error, even if the login does not count as lost.</summary>
    public string? LastError { get; init; }

    /// <summary>Number of the open issue that asks a person for help, if any.</summary>
    public int? IssueNumber { get; init; }
}
