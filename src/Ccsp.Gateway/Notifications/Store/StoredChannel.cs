namespace Ccsp.Gateway.Notifications.Store;

/// <summary>The stored form of a channel's health.</summary>
internal sealed record StoredChannel(string Name)
{
    public DateTimeOffset? SuccessAt { get; init; }

    public DateTimeOffset? ErrorAt { get; init; }

    public string? Error { get; init; }

    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>Notices refused because the outbox was full.</summary>
    public int Refused { get; init; }

    public StoredChannel Good(DateTimeOffset now) => this with { SuccessAt = now, Error = null, PausedUntil = null };

    public StoredChannel Bad(string error, DateTimeOffset? pausedUntil, DateTimeOffset now) =>
        this with { ErrorAt = now, Error = error, PausedUntil = pausedUntil };
}
