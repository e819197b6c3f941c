namespace Ccsp.Contracts;

/// <summary>The health of a channel.</summary>
public sealed record NotificationChannel
{
    /// <summary>For example <c>slack</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The lowest severity it receives.</summary>
    public required Severity MinimumSeverity { get; init; }

    /// <summary>Its last success.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>Its last failure.</summary>
    public DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>Why it failed; absent once it works again.</summary>
    public string? LastError { get; init; }

    /// <summary>Until when nothing is sent, because the peer asked to wait.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>Number of waiting notifications.</summary>
    public required int Waiting { get; init; }

    /// <summary>Number of notifications that were given up and are still kept.</summary>
    public required int Dead { get; init; }

    /// <summary>Number of notifications refused because the outbox was full.</summary>
    public required int Refused { get; init; }
}
