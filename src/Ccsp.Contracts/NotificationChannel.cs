namespace Ccsp.Contracts;

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
