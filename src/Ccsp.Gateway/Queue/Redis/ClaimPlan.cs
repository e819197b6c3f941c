namespace Ccsp.Gateway.Queue.Redis;

/// <summary>What a claim will do.</summary>
/// <param name="Batch">Null when there is nothing to write.</param>
/// <param name="Parks">Lanes to park under the gates that refused them; null for none. It holds only directly after the draft.</param>
/// <param name="IsComplete">False when more may be found behind what was seen.</param>
internal sealed record ClaimPlan(GuardedBatch? Batch, GuardedBatch? Parks, IReadOnlyList<StoredTask> Claimed, bool IsComplete);
