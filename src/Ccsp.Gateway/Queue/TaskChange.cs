using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue;

/// <summary>One change of one task that needs no lease.</summary>
/// <param name="Actor">Who asks: a caller's name, or <c>gateway</c>.</param>
internal abstract record TaskChange(string TaskId, string Actor, DateTimeOffset Now)
{
    /// <summary>Guard: the task has had exactly this many events; null: no guard.</summary>
    public int? IfEvents { get; init; }

    /// <summary>Applies it to a task.</summary>
    /// <param name="parents">Its parents; only a retry asks.</param>
    public TransitionResult Decide(AgentTask task, RetryParents parents, TransitionRules rules) =>
        IfEvents is { } count && count != task.EventCount
            ? new TransitionResult.Refused($"Task {task.Id} has changed meanwhile.")
            : Decided(task, parents, rules);

    private TransitionResult Decided(AgentTask task, RetryParents parents, TransitionRules rules) => this switch
    {
        Approve => Transitions.Approve(task, Actor, Now, rules),
        Cancel => Transitions.Cancel(task, Actor, Now),
        Withdraw withdraw => Transitions.Withdraw(task, Actor, Now, withdraw.Reason),
        Stop stop => Transitions.AskStop(task, stop.Reason, Actor, Now),
        Rearrange to => Transitions.Rearrange(task, to.Priority, to.Group, Actor, Now, rules),
        Move to => Transitions.Move(task, to.Profile, to.KeepsConversation, Actor, Now, rules),
        Reschedule to => Transitions.Reschedule(task, to.RunAt, Actor, Now, rules),
        SetMetadata => Transitions.MetadataChanged(task, Actor, Now),
        Retry retry => Transitions.Retry(task, parents, retry.AfterParents, Actor, Now, rules),
        _ => throw new InvalidOperationException($"No rule for {this}."),
    };

    internal sealed record Approve(string TaskId, string Actor, DateTimeOffset Now) : TaskChange(TaskId, Actor, Now);

    internal sealed record Cancel(string TaskId, string Actor, DateTimeOffset Now) : TaskChange(TaskId, Actor, Now);

    /// <summary>T13 for a task that still waits; one that has been started meanwhile goes on.</summary>
    internal sealed record Withdraw(string TaskId, string Reason, string Actor, DateTimeOffset Now) : TaskChange(TaskId, Actor, Now);

    /// <summary>T14 by the executor or the emergency stop.</summary>
    internal sealed record Stop(string TaskId, StopReason Reason, string Actor, DateTimeOffset Now) : TaskChange(TaskId, Actor, Now);

    internal sealed record Rearrange(string TaskId, Priority? Priority, string? Group, string Actor, DateTimeOffset Now)
        : TaskChange(TaskId, Actor, Now);

    /// <summary>Another profile takes the task over.</summary>
    internal sealed record Move(string TaskId, string Profile, bool KeepsConversation, string Actor, DateTimeOffset Now)
        : TaskChange(TaskId, Actor, Now);

    internal sealed record Reschedule(string TaskId, DateTimeOffset? RunAt, string Actor, DateTimeOffset Now)
        : TaskChange(TaskId, Actor, Now);

    /// <summary>Replaces the caller's facts; allowed in every state, writes a <c>task.changed</c> event.</summary>
    internal sealed record SetMetadata(string TaskId, IReadOnlyDictionary<string, JsonElement> Metadata, string Actor, DateTimeOffset Now)
        : TaskChange(TaskId, Actor, Now);

    /// <param name="AfterParents">One of many that are retried together, parents before children.</param>
    internal sealed record Retry(string TaskId, string Actor, DateTimeOffset Now, bool AfterParents = false)
        : TaskChange(TaskId, Actor, Now);
}
