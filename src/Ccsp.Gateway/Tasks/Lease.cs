namespace Ccsp.Gateway.Tasks;

/// <summary>The right of one instance to own one run. It refers to the instance, whose single heartbeat keeps all its leases
/// alive.</summary>
/// <param name="InstanceId">The owner.</param>
/// <param name="Token">Fences every write of the owner.</param>
/// <param name="Run">The number of the run it covers.</param>
/// <param name="ClaimedAt">When it was given.</param>
/// <param name="ChargedSeconds">Expected run seconds charged to the task's group at the claim; corrected when the run ends.</param>
internal sealed record Lease(string InstanceId, LeaseToken Token, int Run, DateTimeOffset ClaimedAt, double ChargedSeconds);
