using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Notifications.Channels;

internal sealed record PagerDutyPayload
{
    public required string Summary { get; init; }

    public required string Source { get; init; }

    public required Severity Severity { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    [JsonPropertyName("custom_details")]
    public required IReadOnlyDictionary<string, string> Details { get; init; }
}
