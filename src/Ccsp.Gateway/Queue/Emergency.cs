using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Admission;

namespace Ccsp.Gateway.Queue;

/// <summary>An order about the emergency stop of the whole store.</summary>
/// <param name="Actor">Who: a caller's name, <c>stop file</c>, <c>gateway</c>.</param>
/// <param name="Now">The store's now.</param>
internal abstract record EmergencyChange(string Actor, DateTimeOffset Now)
{
    /// <summary>Nothing starts any more; <see cref="EmergencyMode.Kill"/> asks every lease to stop in the same step.</summary>
    internal sealed record Stop(EmergencyMode Mode, string Reason, string Actor, DateTimeOffset Now) : EmergencyChange(Actor, Now);

    internal sealed record Clear(string Actor, DateTimeOffset Now) : EmergencyChange(Actor, Now);
}

/// <param name="State">As it is now; null when there never was a stop.</param>
/// <param name="Changed">False when it was so already: of several who order the same at once, one changed it.</param>
internal sealed record EmergencyOutcome(EmergencyState? State, bool Changed);
