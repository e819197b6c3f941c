using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>Whether a profile is logged in.</summary>
[JsonConverter(typeof(WordConverter<SessionState>))]
public enum SessionState
{
    /// <summary>Nothing was heard of it yet.</summary>
    Unknown,

    /// <summary>A run or a check says that it is.</summary>
    Valid,

    /// <summary>It is, and its login expires soon.</summary>
    Expiring,

    /// <summary>It is not, or its provider holds it for another reason a person must see to; its tasks wait.</summary>
    Lost,

    /// <summary>It was lost and is tried again: one run at a time, until one ends well.</summary>
    Verifying,
}

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

/// <summary>The sessions of all profiles.</summary>
/// <param name="Items">By profile.</param>
public sealed record SessionList(IReadOnlyList<SessionView> Items);

/// <summary>A configured profile, without its secrets.</summary>
public sealed record ProfileView
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The engine it belongs to.</summary>
    public required string Engine { get; init; }

    /// <summary><c>login</c>, <c>key</c> or <c>cloud</c>; absent for an engine that has no login.</summary>
    public string? Kind { get; init; }

    /// <summary>Where the engine keeps its login.</summary>
    public string? ConfigDir { get; init; }

    /// <summary>Of a subscription, as configured, else as the engine tells it.</summary>
    public string? Plan { get; init; }

    /// <summary>Runs at a time, as configured.</summary>
    public int? MaxConcurrent { get; init; }

    /// <summary>The state of its gate, where one was set.</summary>
    public GateView? Gate { get; init; }

    /// <summary>Whether it is logged in.</summary>
    public required SessionState State { get; init; }
}

/// <summary>The configured profiles.</summary>
/// <param name="Items">By name.</param>
public sealed record ProfileList(IReadOnlyList<ProfileView> Items);
