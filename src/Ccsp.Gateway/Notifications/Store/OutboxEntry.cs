using Ccsp.Contracts;

namespace Ccsp.Gateway.Notifications.Store;

/// <summary>One notification for one channel.</summary>
internal sealed record OutboxEntry
{
    /// <summary>0 when it is not stored.</summary>
    public long Id { get; init; }

    public required string Channel { get; init; }

    public required Notice Notice { get; init; }

    public NotificationState State { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was asked for again after it had been given up.</summary>
    public DateTimeOffset? RetriedAt { get; init; }

    public DateTimeOffset DueAt { get; init; }

    /// <summary>Attempts begun, including the current one; from 2 on the peer may already have it.</summary>
    public int Tries { get; init; }

    /// <summary>Of these, those made before it was given up and asked for again.</summary>
    public int FormerTries { get; init; }

    /// <summary>Recipients that still lack it, where others have it; null: all.</summary>
    public IReadOnlyList<string>? Recipients { get; init; }

    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>Why the last attempt failed; of a sent one, who did not get it.</summary>
    public string? Error { get; init; }

    /// <summary>Waits for a new series of attempts.</summary>
    public OutboxEntry Retry(DateTimeOffset now) => this with
    {
        State = NotificationState.Waiting, DueAt = now, DoneAt = null, RetriedAt = now, FormerTries = Tries,
    };
}
