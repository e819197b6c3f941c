using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Notifications.Channels;

internal sealed record PagerDutyEvent
{
    [JsonPropertyName("routing_key")]
    public required string RoutingKey { get; init; }

    /// <summary><c>trigger</c> or <c>resolve</c>.</summary>
    [JsonPropertyName("event_action")]
    public required string Action { get; init; }

    /// <summary>Events with the same key form one incident, so a retry creates no second one.</summary>
    [JsonPropertyName("dedup_key")]
    public required string DedupKey { get; init; }

    public string Client { get; init; } = "ccsp";

    public PagerDutyPayload? Payload { get; init; }
}
