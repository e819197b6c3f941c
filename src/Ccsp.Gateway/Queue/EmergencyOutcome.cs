using Ccsp.Gateway.Gates;

namespace Ccsp.Gateway.Queue;

/// <param name="State">Current state; null if there never was a stop.</param>
/// <param name="Changed">False when nothing changed: of several equal orders at once, one changes it.</param>
internal sealed record EmergencyOutcome(EmergencyState? State, bool Changed);
