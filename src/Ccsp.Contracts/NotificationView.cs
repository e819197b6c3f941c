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
