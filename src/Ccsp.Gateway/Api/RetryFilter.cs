using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Api;

/// <summary>Selects ended tasks by more than the store's filter supports.</summary>
/// <param name="Filter">The store's part.</param>
/// <param name="Reason">Fail reason; null: any.</param>
/// <param name="EndedBy">Tasks that ended later are skipped.</param>
internal sealed record RetryFilter(TaskFilter Filter, FailReason? Reason, DateTimeOffset EndedBy)
{
    public bool Matches(AgentTask task) => (Reason is null || task.FailReason == Reason) && task.FinishedAt <= EndedBy;
}
