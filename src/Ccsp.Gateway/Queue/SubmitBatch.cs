namespace Ccsp.Gateway.Queue;

/// <param name="Items">At most 1 000.</param>
/// <param name="Atomic">All or nothing.</param>
internal sealed record SubmitBatch(IReadOnlyList<Submit> Items, bool Atomic, DateTimeOffset Now);
