using Ccsp.Contracts;

namespace Ccsp.Gateway.Configuration;

internal sealed record NotifyPagerDutyConfig
{
    public Secret? RoutingKey { get; init; }

    public string Url { get; init; } = Notifications.Channels.PagerDutyChannel.DefaultUrl;

    public Severity Minimum { get; init; } = Severity.Critical;
}
