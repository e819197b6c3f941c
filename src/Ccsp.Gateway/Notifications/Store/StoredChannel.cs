namespace Ccsp.Gateway.Notifications.Store;

/// <summary>The stored form of a channel's health.</summary>
internal sealed record StoredChannel(string Name)
{
    public DateTimeOffset? SuccessAt { get; init; }

    public DateTimeOffset? ErrorAt { get; init; }

    public string? Error { get; init; }

    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>Whether it is paused because the peer refuses what our options send, and not at the peer's wish.</summary>
    public bool IsHalted { get; init; }

    /// <summary>Notices refused because the outbox was full.</summary>
    public int Refused { get; init; }

    public StoredChannel Good(DateTimeOffset now, string? warning = null) => Resume() with
    {
        SuccessAt = now, ErrorAt = warning is null ? ErrorAt : now, Error = warning,
    };

    /// <summary>Of several sends at the same time one may fail after another was asked to wait.</summary>
    public StoredChannel Bad(string error, DateTimeOffset now) =>
        (PausedUntil > now ? this : Resume()) with { ErrorAt = now, Error = error };

    public StoredChannel Paused(string error, DateTimeOffset until, bool isHalted, DateTimeOffset now) =>
        this with { ErrorAt = now, Error = error, PausedUntil = until, IsHalted = isHalted };

    public StoredChannel Resume() => this with { PausedUntil = null, IsHalted = false };
}
