using Ccsp.Contracts;
using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Notifications;

internal sealed record NotifyWebhookConfig
{
    public Secret? Url { get; init; }

    /// <summary>Signs each request.</summary>
    public Secret? Secret { get; init; }

    public Severity MinimumSeverity { get; init; } = Severity.Info;
}
