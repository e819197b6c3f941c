using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Logins;

/// <summary>Whether one profile is logged in, and everything the next decision about it rests on. Stored as it is.</summary>
internal sealed record LoginState
{
    public required string Profile { get; init; }

    public SessionState State { get; init; }

    public DateTimeOffset? LastCheck { get; init; }

    /// <summary>Checks and runs in a row that found it lost.</summary>
    public int ConsecutiveFailures { get; init; }

    /// <summary>When a run last showed that the provider takes the login.</summary>
    public DateTimeOffset? LastValidResponse { get; init; }

    public DateTimeOffset? LoginExpiresAt { get; init; }

    public string? AuthMethod { get; init; }

    public string? Plan { get; init; }

    /// <summary>When the engine was last asked, rather than spared the question because a run had told.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    public DateTimeOffset? LostAt { get; init; }

    public LossCause? LostBy { get; init; }

    public string? Reason { get; init; }

    public string? LastError { get; init; }

    /// <summary>When the gate was last opened for it.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>The expiry people were warned of.</summary>
    public DateTimeOffset? WarnedOf { get; init; }

    /// <summary>Why one run at a time is let in; null: as many as usual.</summary>
    public string? Narrowed { get; init; }

    /// <summary>The credentials file as it was last seen.</summary>
    public CredentialsMark? Credentials { get; init; }

    /// <summary>The instance whose file that is: on another machine lies another one.</summary>
    public string? CredentialsOf { get; init; }

    /// <summary>What people are still to be told, in order. Kept with the state, so that a crash between the two forgets nothing.</summary>
    public IReadOnlyList<LoginFollowUp> Owed { get; init; } = [];

    [JsonIgnore]
    public bool IsValid => State is SessionState.Valid or SessionState.Expiring;
}
