using Ccsp.Contracts;

namespace Ccsp.Gateway.Queue;

/// <summary>Which waiting tasks to cancel; null members match all.</summary>
/// <param name="Reason">Goes into the event of each.</param>
internal sealed record ClearFilter(TaskState? State, Priority? Priority, string? Group, string? Agent, string Actor, DateTimeOffset Now,
    string? Reason = null);
