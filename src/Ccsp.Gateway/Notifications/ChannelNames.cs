namespace Ccsp.Gateway.Notifications;

internal static class ChannelNames
{
    public const string Github = "github", Slack = "slack", Webhook = "webhook", Email = "email", PagerDuty = "pagerduty", Log = "log";

    public static IReadOnlyList<string> All { get; } = [Github, Slack, Webhook, Email, PagerDuty, Log];
}
