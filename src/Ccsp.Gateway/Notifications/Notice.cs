using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Notifications;

/// <summary>Something worth a notification, before routing decides about channels and time.</summary>
internal sealed record Notice
{
    /// <summary>Idempotency key per channel. For an event: its number.</summary>
    public required string Key { get; init; }

    /// <summary>Number of its event, which is routed once; null without an event.</summary>
    [JsonIgnore]
    public long? Seq { get; init; }

    /// <summary>One of <see cref="NoticeKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its subject, for example <c>gate:profile:default</c>. Determines folding, PagerDuty incidents and GitHub issues.</summary>
    public required string Topic { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>Whether it ends its topic's incident; it is then sent to everyone who was notified of the incident.</summary>
    public bool Resolves { get; init; }

    /// <summary>One line.</summary>
    public required string Title { get; init; }

    public string Body { get; init; } = "";

    public required DateTimeOffset At { get; init; }

    /// <summary>Machine-readable facts: the data of a webhook, the details of a PagerDuty incident.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = NoFields;

    public static IReadOnlyDictionary<string, string> NoFields { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
