using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>One notification for one channel.</summary>
public sealed record NotificationView
{
    /// <summary>Grows with each notification.</summary>
    public required long Id { get; init; }

    /// <summary>The channel it goes to.</summary>
    public required string Channel { get; init; }

    /// <summary>What happened, for example <c>session.timeout</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is about, for example <c>profile:default</c>.</summary>
    public required string Topic { get; init; }

    /// <summary>How much it matters.</summary>
    public required Severity Severity { get; init; }

    /// <summary>In one line.</summary>
    public required string Title { get; init; }

    /// <summary>Where it stands.</summary>
    public required NotificationState State { get; init; }

    /// <summary>When it was raised.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is sent next; absent when it is done.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Tries { get; init; }

    /// <summary>When it was sent, given up or folded.</summary>
    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>Why the last try failed.</summary>
    public string? Error { get; init; }
}

/// <summary>One page of notifications.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Next">The <c>before</c> of the next page; absent on the last one.</param>
public sealed record NotificationList(IReadOnlyList<NotificationView> Items, long? Next);

/// <summary>How a channel does.</summary>
public sealed record NotificationChannel
{
    /// <summary>For example <c>slack</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The least severity it is told.</summary>
    public required Severity MinimumSeverity { get; init; }

    /// <summary>When it last took something.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>When it last failed.</summary>
    public DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>Why it failed; absent once it works again.</summary>
    public string? LastError { get; init; }

    /// <summary>Nothing is sent before, because the peer asked for it.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>How many notifications wait.</summary>
    public required int Waiting { get; init; }

    /// <summary>How many were given up and are still kept.</summary>
    public required int Dead { get; init; }

    /// <summary>How many there was no room for.</summary>
    public required int Refused { get; init; }
}

/// <summary>The configured channels.</summary>
/// <param name="Items">By name.</param>
public sealed record NotificationChannelList(IReadOnlyList<NotificationChannel> Items);

/// <summary>Asks for a test notification.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record NotificationTest
{
    /// <summary>The channel, for example <c>slack</c>.</summary>
    public string? Channel { get; init; }
}

/// <summary>What came of a test notification.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Ok">Whether it took it.</param>
/// <param name="Detail">What it did, or why it failed.</param>
public sealed record NotificationTested(string Channel, bool Ok, string Detail);
