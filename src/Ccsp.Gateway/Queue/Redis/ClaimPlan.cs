namespace Ccsp.Gateway.Queue.Redis;

/// <summary>What a claim is about to commit.</summary>
/// <param name="Parks">Lanes to park under the gates that refused them; null for none. Valid only directly after the batch.</param>
/// <param name="IsComplete">False when there may be more behind the snapshot.</param>
internal sealed record ClaimPlan(GuardedBatch? Batch, GuardedBatch? Parks, IReadOnlyList<StoredTask> Claimed, bool IsComplete);
