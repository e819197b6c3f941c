using Ccsp.Contracts;
using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Notifications;

internal sealed record NotifySlackConfig
{
    public Secret? Url { get; init; }

    public Severity MinimumSeverity { get; init; } = Severity.Warning;
}
