namespace Ccsp.Gateway.Notifications.Store.Redis;

/// <summary>How a channel does, as it is stored.</summary>
internal sealed record ChannelRow
{
    public DateTimeOffset? SuccessAt { get; init; }

    public DateTimeOffset? ErrorAt { get; init; }

    public string? Error { get; init; }

    public DateTimeOffset? PausedUntil { get; init; }

    public int Refused { get; init; }

    public ChannelRow Good(DateTimeOffset now) => this with { SuccessAt = now, Error = null, PausedUntil = null };

    public ChannelRow Bad(string error, DateTimeOffset? pausedUntil, DateTimeOffset now) =>
        this with { ErrorAt = now, Error = error, PausedUntil = pausedUntil };
}
