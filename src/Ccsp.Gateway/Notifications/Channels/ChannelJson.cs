using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Notifications.Channels;

/// <summary>A message as Slack and all that copy its webhooks take it.</summary>
internal sealed record SlackMessage(string Text);

/// <summary>The body of a generic webhook.</summary>
internal sealed record WebhookMessage
{
    /// <summary>The same for each try of one notification.</summary>
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

/// <summary>An event of PagerDuty's Events API v2.</summary>
internal sealed record PagerDutyEvent
{
    [JsonPropertyName("routing_key")]
    public required string RoutingKey { get; init; }

    /// <summary><c>trigger</c> or <c>resolve</c>.</summary>
    [JsonPropertyName("event_action")]
    public required string Action { get; init; }

    /// <summary>Events with the same one are one incident there, so a second try makes no second incident.</summary>
    [JsonPropertyName("dedup_key")]
    public required string DedupKey { get; init; }

    public string Client { get; init; } = "ccsp";

    public PagerDutyPayload? Payload { get; init; }
}

internal sealed record PagerDutyPayload
{
    public required string Summary { get; init; }

    public required string Source { get; init; }

    public required Severity Severity { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    [JsonPropertyName("custom_details")]
    public required IReadOnlyDictionary<string, string> Details { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(SlackMessage))]
[JsonSerializable(typeof(WebhookMessage))]
[JsonSerializable(typeof(PagerDutyEvent))]
internal sealed partial class ChannelJson : JsonSerializerContext;
