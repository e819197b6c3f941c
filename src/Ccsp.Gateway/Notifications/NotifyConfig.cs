using System.ComponentModel.DataAnnotations;
using Ccsp.Contracts;
using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Notifications;

/// <summary>The <c>notify</c> section.</summary>
internal sealed record NotifyConfig
{
    public NotifyGithubConfig Github { get; init; } = new();

    public NotifySlackConfig Slack { get; init; } = new();

    public NotifyWebhookConfig Webhook { get; init; } = new();

    public NotifyEmailConfig Email { get; init; } = new();

    public NotifyPagerDutyConfig PagerDuty { get; init; } = new();

    /// <summary>Lowest severity that is written to the log.</summary>
    [OptionPath("notify.log.minimumSeverity")]
    public Severity LogMinimum { get; init; } = Severity.Info;

    public NotifyQuietConfig Quiet { get; init; } = new();

    /// <summary>Seconds in which notices about the same topic are folded into the next one.</summary>
    [Range(0, 86400)]
    public int CooldownSeconds { get; init; } = 300;

    /// <summary>Attempts per notification.</summary>
    [Range(1, 100)]
    public int MaxTries { get; init; } = 10;

    /// <summary>Hosts that may have private addresses.</summary>
    [HostName("a list of host names or addresses")]
    public IReadOnlyList<string> AllowTargets { get; init; } = [];

    /// <summary>By kind, for example <c>session-timeout</c>.</summary>
    public IReadOnlyDictionary<string, KindOptions> Kinds { get; init; } = new Dictionary<string, KindOptions>(StringComparer.Ordinal);
}
