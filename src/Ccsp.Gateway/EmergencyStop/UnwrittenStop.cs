using Ccsp.Contracts;
using Ccsp.Gateway.Gates;

namespace Ccsp.Gateway.EmergencyStop;

/// <summary>An emergency stop that is in force here but not stored.</summary>
internal sealed record UnwrittenStop(EmergencyMode Mode, string Reason, string Actor, DateTimeOffset Since)
{
    /// <summary>What was done without a gateway; null while that is in progress, and when a gateway does it.</summary>
    public UnwrittenReceipt? Receipt { get; init; }

    /// <summary>When it was cleared without a gateway: no longer in force, but still to be stored.</summary>
    public DateTimeOffset? ClearedAt { get; init; }

    public string? ClearedBy { get; init; }

    /// <summary>Its stored form after the clear.</summary>
    public EmergencyState Over(string instance) => new()
    {
        Mode = Mode,
        Reason = Reason,
        Actor = Actor,
        Since = Since,
        StoppedAt = Receipt?.StoppedAt,
        ClearedAt = ClearedAt,
        ClearedBy = ClearedBy,
        Instances = Receipt is { Live: > 0 } done
            ? new Dictionary<string, EmergencyRuns>(StringComparer.Ordinal) { [instance] = new EmergencyRuns(done.Live, done.Stopped) }
            : new Dictionary<string, EmergencyRuns>(StringComparer.Ordinal),
    };
}
