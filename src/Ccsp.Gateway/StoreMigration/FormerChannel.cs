using Ccsp.Gateway.Notifications.Store;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>Channel health as stored by earlier versions.</summary>
internal sealed record FormerChannel
{
    public DateTimeOffset? SuccessAt { get; init; }

    public DateTimeOffset? ErrorAt { get; init; }

    public string? Error { get; init; }

    public DateTimeOffset? PausedUntil { get; init; }

    public int Refused { get; init; }

    public StoredChannel Named(string name) => new(name)
    {
        SuccessAt = SuccessAt, ErrorAt = ErrorAt, Error = Error, PausedUntil = PausedUntil, Refused = Refused,
    };
}
