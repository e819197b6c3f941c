using Ccsp.Contracts;
using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Notifications;

internal sealed record NotifyPagerDutyConfig
{
    public Secret? RoutingKey { get; init; }

    [WebAddress]
    public string Url { get; init; } = Notifications.Channels.PagerDutyChannel.DefaultUrl;

    public Severity MinimumSeverity { get; init; } = Severity.Critical;
}
