using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Api;

/// <summary>Which ended tasks are meant, beyond what the store's filter knows.</summary>
/// <param name="Filter">For the store.</param>
/// <param name="Reason">Why they failed; null: whatever the reason.</param>
/// <param name="EndedBy">Those that ended later are not looked at.</param>
internal sealed record RetryFilter(TaskFilter Filter, FailReason? Reason, DateTimeOffset EndedBy)
{
    public bool Matches(AgentTask task) => (Reason is null || task.FailReason == Reason) && task.FinishedAt <= EndedBy;
}
