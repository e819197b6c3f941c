using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Notifications;

/// <summary>Routing options, without addresses.</summary>
internal sealed record NotifyOptions
{
    public IReadOnlyList<ChannelRoute> Routes { get; init; } = [];

    /// <summary>By event type: overrides of <see cref="NoticeKinds"/>.</summary>
    public IReadOnlyDictionary<string, KindOptions> Kinds { get; init; } = new Dictionary<string, KindOptions>(StringComparer.Ordinal);

    /// <summary>Notices about the same topic within this time after one was sent are folded into the next one.</summary>
    public TimeSpan Cooldown { get; init; } = TimeSpan.FromMinutes(5);

    public QuietHours? Quiet { get; init; }

    /// <summary>Attempts per notification before it is given up.</summary>
    public int MaxTries { get; init; } = 10;

    /// <summary>Limit for a peer that keeps postponing.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(7);

    public RetryOptions Backoff { get; init; } = new() { BaseSeconds = 5, CapSeconds = 900 };

    /// <summary>Capacity of the outbox; beyond it new notifications are refused and counted.</summary>
    public int Capacity { get; init; } = 10_000;

    /// <summary>How many finished notifications are kept, and how long.</summary>
    public int Kept { get; init; } = 10_000;

    public TimeSpan KeptFor { get; init; } = TimeSpan.FromDays(30);
}
