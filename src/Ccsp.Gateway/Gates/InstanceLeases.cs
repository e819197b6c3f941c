namespace Ccsp.Gateway.Gates;

/// <summary>The leases of one instance, counted from the lease table.</summary>
/// <param name="All">All of them.</param>
/// <param name="NonUrgent">Those of tasks whose priority is not urgent.</param>
internal readonly record struct InstanceLeases(int All, int NonUrgent);
