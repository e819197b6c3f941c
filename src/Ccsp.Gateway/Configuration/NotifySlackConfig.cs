using Ccsp.Contracts;

namespace Ccsp.Gateway.Configuration;

internal sealed record NotifySlackConfig
{
    public Secret? Url { get; init; }

    public Severity Minimum { get; init; } = Severity.Warning;
}
