using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Tests.Queue;

internal sealed partial class ModelTaskStore
{
    public Task<ChangeOutcome> ChangeAsync(TaskChange change, CancellationToken cancellationToken) => Step<ChangeOutcome>(() =>
    {
        if (Find(change.TaskId) is not { } task)
            return new ChangeOutcome.NotFound();
        switch (Decide(change, task))
        {
            case TransitionResult.Applied applied:
                Put(applied);
                Follow(change);
                return new ChangeOutcome.Applied(applied.Task);
            case TransitionResult.Refused refused:
                return new ChangeOutcome.Refused(task, refused.Reason);
            default:
                throw new InvalidOperationException("A change by hand needs no lease.");
        }
    });

    /// <summary>Newest first, so that a child is cancelled itself instead of failing with its parent.</summary>
    public Task<ClearStep> ClearAsync(ClearFilter filter, string? after, int limit, CancellationToken cancellationToken) => Step(() =>
    {
        var matches = Live
            .Where(task => !task.HasLease())
            .Where(task => filter.State is null || task.State == filter.State)
            .Where(task => filter.Priority is null || task.Priority == filter.Priority)
            .Where(task => filter.Group is null || task.Group == filter.Group)
            .Where(task => filter.Agent is null || task.Agent == filter.Agent)
            .Where(task => after is null || string.CompareOrdinal(task.Id, after) < 0)
            .OrderByDescending(task => task.Id, StringComparer.Ordinal)
            .Take(limit)
            .ToList();
        var cancelled = 0;
        foreach (var match in matches)
        {
            if (ModelTransitions.Cancel(Find(match.Id)!, filter.Actor, filter.Now, filter.Reason) is not TransitionResult.Applied applied)
                continue;
            Put(applied);
            cancelled++;
        }

        return new ClearStep(cancelled, matches.Count == limit ? matches[^1].Id : null);
    });

    public Task<GateState> SetGateAsync(GateChange change, CancellationToken cancellationToken) => Step(() =>
    {
        if (ModelGateChanges.ByHand(Stored(change.Gate), change) is { } step)
            PutGates([step], change.Now);
        return Stored(change.Gate) ?? new GateState { Name = change.Gate };
    });

    private TransitionResult Decide(TaskChange change, AgentTask task) => change switch
    {
        { IfEvents: { } seen } when seen != task.EventCount => new TransitionResult.Refused("The task has changed since it was seen."),
        TaskChange.Approve => ModelTransitions.Approve(task, change.Actor, change.Now, Rules),
        TaskChange.Cancel => ModelTransitions.Cancel(task, change.Actor, change.Now),
        TaskChange.Withdraw withdraw => ModelTransitions.Withdraw(task, change.Actor, change.Now, withdraw.Reason),
        TaskChange.Stop stop => ModelTransitions.Stop(task, stop.Reason, change.Actor, change.Now),
        TaskChange.Rearrange to => ModelTransitions.Rearrange(task, to.Priority, to.Group, change.Actor, change.Now, Rules),
        TaskChange.Move to => ModelTransitions.Move(task, to.Profile, to.KeepsConversation, change.Actor, change.Now, Rules),
        TaskChange.Reschedule to => ModelTransitions.Reschedule(task, to.RunAt, change.Actor, change.Now, Rules),
        TaskChange.SetMetadata => ModelTransitions.Note(task, change.Actor, change.Now),
        TaskChange.Retry retry => ModelTransitions.Retry(task, ParentsOf(task),
            _state.Records[task.Id].Spec.OnParentFailure ?? ParentFailure.Fail, retry.AfterParents, change.Actor, change.Now, Rules),
        _ => throw new InvalidOperationException($"No rule for {change}."),
    };

    private void Follow(TaskChange change)
    {
        var record = _state.Records[change.TaskId];
        if (change is TaskChange.SetMetadata replaced)
            _state.Records[change.TaskId] = record with { Spec = record.Spec with { Metadata = replaced.Metadata } };
        // A result belongs to an end; the task has none again.
        if (change is TaskChange.Retry)
        {
            _state.Records[change.TaskId] = record with { Result = null, ResultTruncated = false, StructuredResult = null };
            _state.Dependencies =
                [.. _state.Dependencies.Select(
                    dependency => dependency.Child == change.TaskId && !Find(dependency.Parent)!.HasEnded()
                        ? dependency with { Open = true } : dependency)];
        }
    }

    /// <summary>Those that are still kept.</summary>
    private List<AgentTask> ParentsOf(AgentTask task) =>
        [.. (_state.Records[task.Id].Spec.DependsOn ?? []).Distinct(StringComparer.Ordinal).Select(Find).OfType<AgentTask>()];
}
