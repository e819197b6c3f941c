using Ccsp.Contracts;

namespace Ccsp.Gateway.Gates;

/// <summary>An order about the emergency stop of the whole store.</summary>
/// <param name="Actor">Who: a caller's name, <c>stop file</c>, <c>gateway</c>.</param>
internal abstract record EmergencyChange(string Actor, DateTimeOffset Now)
{
    /// <summary>Nothing starts any more; <see cref="EmergencyMode.Kill"/> asks every lease to stop in the same step.</summary>
    internal sealed record Stop(EmergencyMode Mode, string Reason, string Actor, DateTimeOffset Now) : EmergencyChange(Actor, Now);

    /// <summary>The receipt of one that was ordered and cleared again before a store had it.</summary>
    internal sealed record Past(EmergencyState State, string Actor, DateTimeOffset Now) : EmergencyChange(Actor, Now);

    /// <summary>Runs of an instance that the store had no lease of, and that it ended while the stop stood.</summary>
    /// <param name="Since">Tells the stop they belong to.</param>
    internal sealed record Unleased(string InstanceId, int Ended, DateTimeOffset Since, DateTimeOffset Now)
        : EmergencyChange(InstanceId, Now);

    internal sealed record Clear(string Actor, DateTimeOffset Now) : EmergencyChange(Actor, Now);
}
