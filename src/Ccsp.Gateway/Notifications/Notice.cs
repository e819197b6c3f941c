using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Notifications;

/// <summary>Something a person should hear, before it is decided who and how.</summary>
internal sealed record Notice
{
    /// <summary>The same key is never sent twice over one channel. Of an event: its number.</summary>
    public required string Key { get; init; }

    /// <summary>Number of its event, which is routed once; null without an event.</summary>
    [JsonIgnore]
    public long? Seq { get; init; }

    /// <summary>One of <see cref="NoticeKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is about, for example <c>gate:profile:default</c>. Folding, PagerDuty incidents and GitHub issues go by
    /// it.</summary>
    public required string Topic { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>It ends the incident of its topic: whoever was notified of the incident is notified of its end.</summary>
    public bool Resolves { get; init; }

    /// <summary>One line.</summary>
    public required string Title { get; init; }

    public string Body { get; init; } = "";

    public required DateTimeOffset At { get; init; }

    /// <summary>Facts for programs: the data of a webhook, the details of a PagerDuty incident.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = NoFields;

    public static IReadOnlyDictionary<string, string> NoFields { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
