using Ccsp.Contracts;

namespace Ccsp.Gateway.Notifications.Channels;

internal sealed record WebhookMessage
{
    /// <summary>The same for every attempt of one notification.</summary>
    public required string Key { get; init; }

    public required string Kind { get; init; }

    public required string Topic { get; init; }

    public required Severity Severity { get; init; }

    public required bool Resolves { get; init; }

    public required string Title { get; init; }

    public required string Body { get; init; }

    public required DateTimeOffset At { get; init; }

    public required IReadOnlyDictionary<string, string> Fields { get; init; }
}
