using Ccsp.Contracts;

namespace Ccsp.Gateway.Configuration;

internal sealed record NotifyWebhookConfig
{
    public Secret? Url { get; init; }

    /// <summary>Signs each request.</summary>
    public Secret? Secret { get; init; }

    public Severity Minimum { get; init; } = Severity.Info;
}
