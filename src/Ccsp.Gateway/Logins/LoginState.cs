using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Logins;

/// <summary>The state of one profile's login and the basis of the next decision. This is its stored form.</summary>
internal sealed record LoginState
{
    public required string Profile { get; init; }

    public SessionState State { get; init; }

    public DateTimeOffset? LastCheck { get; init; }

    /// <summary>Consecutive checks and runs that found it lost.</summary>
    public int ConsecutiveFailures { get; init; }

    /// <summary>When a run last showed that the provider accepts the login.</summary>
    public DateTimeOffset? LastValidResponse { get; init; }

    public DateTimeOffset? LoginExpiresAt { get; init; }

    public string? AuthMethod { get; init; }

    public string? Plan { get; init; }

    /// <summary>When the engine was last asked; checks that a recent run made unnecessary do not count.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    public DateTimeOffset? LostAt { get; init; }

    public LossCause? LostBy { get; init; }

    public string? Reason { get; init; }

    public string? LastError { get; init; }

    /// <summary>When its gate was last opened.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>The expiry that was warned of.</summary>
    public DateTimeOffset? WarnedOf { get; init; }

    /// <summary>Why only one run at a time is admitted; null: the usual number.</summary>
    public string? Narrowed { get; init; }

    /// <summary>The last known state of the credentials file.</summary>
    public CredentialsMark? Credentials { get; init; }

    /// <summary>The instance that owns that file: another machine has another one.</summary>
    public string? CredentialsOf { get; init; }

    /// <summary>Pending follow-ups, in order. Stored with the state, so that a crash loses none.</summary>
    public IReadOnlyList<LoginFollowUp> Owed { get; init; } = [];

    [JsonIgnore]
    public bool IsValid => State is SessionState.Valid or SessionState.Expiring;
}
