namespace Ccsp.Contracts;

/// <summary>One notification for one channel.</summary>
public sealed record NotificationView
{
    /// <summary>Increases with each notification.</summary>
    public required long Id { get; init; }

    /// <summary>Its channel.</summary>
    public required string Channel { get; init; }

    /// <summary>What happened, for example <c>session.timeout</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its subject, for example <c>profile:default</c>.</summary>
    public required string Topic { get; init; }

    /// <summary>Its importance.</summary>
    public required Severity Severity { get; init; }

    /// <summary>One line.</summary>
    public required string Title { get; init; }

    /// <summary>Its state.</summary>
    public required NotificationState State { get; init; }

    /// <summary>When it was raised.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is sent next; absent when it is finished.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Number of attempts.</summary>
    public required int Tries { get; init; }

    /// <summary>When it was sent, given up or folded.</summary>
    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>Why the last attempt failed; of a sent one, which recipients were refused.</summary>
    public string? Error { get; init; }
}
