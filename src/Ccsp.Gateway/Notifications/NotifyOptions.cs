using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Notifications;

/// <summary>Routing options, without addresses.</summary>
internal sealed record NotifyOptions
{
    private static readonly NotifyConfig Default = new();

    public IReadOnlyList<ChannelRoute> Routes { get; init; } = [];

    /// <summary>By event type: overrides of <see cref="NoticeKinds"/>.</summary>
    public IReadOnlyDictionary<string, KindOptions> Kinds { get; init; } = new Dictionary<string, KindOptions>(StringComparer.Ordinal);

    /// <summary>Notices about the same topic within this time after one was sent are folded into the next one.</summary>
    public TimeSpan Cooldown { get; init; } = TimeSpan.FromSeconds(Default.CooldownSeconds);

    public QuietHours? Quiet { get; init; }

    /// <summary>Attempts per notification before it is given up.</summary>
    public int MaxTries { get; init; } = Default.MaxTries;

    /// <summary>Limit for a peer that keeps postponing.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(7);

    public RetryOptions Backoff { get; init; } = new() { BaseSeconds = 5, CapSeconds = 900 };

    /// <summary>Capacity of the outbox; beyond it new notifications are refused and counted.</summary>
    public int Capacity { get; init; } = 10_000;

    /// <summary>How many finished notifications are kept, and how long.</summary>
    public int Kept { get; init; } = 10_000;

    public TimeSpan KeptFor { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The configured routes; needs no addresses and so no secrets.</summary>
    public static NotifyOptions Of(NotifyConfig config) => new()
    {
        Routes = [.. RoutesOf(config)],
        Kinds = NoticeKinds.All.Where(kind => config.Kinds.ContainsKey(kind.ConfigName))
            .ToDictionary(kind => kind.Type, kind => config.Kinds[kind.ConfigName], StringComparer.Ordinal),
        Cooldown = TimeSpan.FromSeconds(config.CooldownSeconds),
        MaxTries = config.MaxTries,
        Quiet = config.Quiet is { From: { } from, To: { } to }
            ? new QuietHours(from, to, TimeZoneInfo.FindSystemTimeZoneById(config.Quiet.Zone)) : null,
    };

    private static IEnumerable<ChannelRoute> RoutesOf(NotifyConfig config)
    {
        if (config.Github.Repository is not null)
            yield return new(ChannelNames.Github, config.Github.MinimumSeverity);
        if (config.Slack.Url is not null)
            yield return new(ChannelNames.Slack, config.Slack.MinimumSeverity);
        if (config.Webhook.Url is not null)
            yield return new(ChannelNames.Webhook, config.Webhook.MinimumSeverity);
        if (config.Email.Host is not null)
            yield return new(ChannelNames.Email, config.Email.MinimumSeverity);
        if (config.PagerDuty.RoutingKey is not null)
            yield return new(ChannelNames.PagerDuty, config.PagerDuty.MinimumSeverity);
        yield return new(ChannelNames.Log, config.LogMinimum, Disturbs: false);
    }
}
