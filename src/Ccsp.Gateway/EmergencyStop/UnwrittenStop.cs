using Ccsp.Contracts;
using Ccsp.Gateway.Gates;

namespace Ccsp.Gateway.EmergencyStop;

/// <summary>An emergency stop that is in force here and that no store knows of yet.</summary>
/// <param name="Mode">How far.</param>
/// <param name="Since">When it was ordered.</param>
internal sealed record UnwrittenStop(EmergencyMode Mode, string Reason, string Actor, DateTimeOffset Since)
{
    /// <summary>What was done without a gateway; null while that goes on, and where a gateway does it.</summary>
    public UnwrittenReceipt? Receipt { get; init; }

    /// <summary>When it was withdrawn without a gateway: it is in force no longer, and the store is still to hear of it.</summary>
    public DateTimeOffset? ClearedAt { get; init; }

    public string? ClearedBy { get; init; }

    /// <summary>As the store keeps it once it is over.</summary>
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
