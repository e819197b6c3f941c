using Ccsp.Gateway.Gates;

namespace Ccsp.Gateway.Queue;

/// <param name="State">As it is now; null when there never was a stop.</param>
/// <param name="Changed">False when it was so already: of several who order the same at once, one changed it.</param>
internal sealed record EmergencyOutcome(EmergencyState? State, bool Changed);
