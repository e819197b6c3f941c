namespace Ccsp.Contracts;

/// <summary>What is known of one profile's login.</summary>
public sealed record SessionView
{
    /// <summary>Name of the profile.</summary>
    public required string Profile { get; init; }

    /// <summary>Whether it is logged in.</summary>
    public required SessionState State { get; init; }

    /// <summary>Whether runs may count on it: valid or expiring.</summary>
    public required bool IsValid { get; init; }

    /// <summary>When it was last checked.</summary>
    public DateTimeOffset? LastCheck { get; init; }

    /// <summary>Checks and runs in a row that found it lost.</summary>
    public required int ConsecutiveFailures { get; init; }

    /// <summary>When a run last showed that the provider takes it.</summary>
    public DateTimeOffset? LastValidResponse { get; init; }

    /// <summary>When the login expires, where the engine knows.</summary>
    public DateTimeOffset? LoginExpiresAt { get; init; }

    /// <summary>In the engine's word, for example <c>claude.ai</c> or <c>api_key</c>.</summary>
    public string? AuthMethod { get; init; }

    /// <summary>When it was lost.</summary>
    public DateTimeOffset? LostAt { get; init; }

    /// <summary>Why it is lost or verified.</summary>
    public string? Reason { get; init; }

    /// <summary>What went wrong last, also where it does not count as lost.</summary>
    public string? LastError { get; init; }

    /// <summary>Number of the issue that asks a person for help, where one is open.</summary>
    public int? IssueNumber { get; init; }
}
