using System.Text.Json.Serialization;
using Ccsp.Gateway.Notifications.GitHub;
using Ccsp.Gateway.Notifications.Routing;
using Ccsp.Gateway.Notifications.Store.Redis;

namespace Ccsp.Gateway.Notifications.Store.Moving;

/// <summary>What the outbox knows beside its entries. Times are whole milliseconds; lists are in the order of their names.</summary>
/// <param name="Cursor">The last event that was routed.</param>
/// <param name="LastId">The last number an entry was given.</param>
internal sealed record ChannelState(long Cursor, long LastId)
{
    public required IReadOnlyList<MovedTopic> Topics { get; init; }

    public required IReadOnlyList<MovedChannel> Channels { get; init; }

    public required IReadOnlyList<TrackedIssue> Issues { get; init; }
}

internal sealed record MovedTopic(string Channel, string Topic, Heard Heard);

internal sealed record MovedChannel(string Name, ChannelRow Row);

/// <summary>Cuts times as one of the stores does, so that both read the same.</summary>
internal static class WholeTimes
{
    public static OutboxEntry Whole(this OutboxEntry entry) => entry with
    {
        Notice = entry.Notice with { At = Cut(entry.Notice.At) },
        CreatedAt = Cut(entry.CreatedAt),
        DueAt = Cut(entry.DueAt),
        DoneAt = Cut(entry.DoneAt),
    };

    public static Heard Whole(this Heard heard) => heard with { At = Cut(heard.At) };

    public static ChannelRow Whole(this ChannelRow row) => row with { SuccessAt = Cut(row.SuccessAt), ErrorAt = Cut(row.ErrorAt), PausedUntil = Cut(row.PausedUntil) };

    public static TrackedIssue Whole(this TrackedIssue issue) => issue with { OpenedAt = Cut(issue.OpenedAt), PolledAt = Cut(issue.PolledAt), NextAt = Cut(issue.NextAt) };

    private static DateTimeOffset Cut(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    private static DateTimeOffset? Cut(DateTimeOffset? time) => time is { } known ? Cut(known) : null;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OutboxEntry))]
[JsonSerializable(typeof(ChannelState))]
internal sealed partial class OutboxMovingJson : JsonSerializerContext;
