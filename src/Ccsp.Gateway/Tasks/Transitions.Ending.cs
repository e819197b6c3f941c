using Ccsp.Contracts;

namespace Ccsp.Gateway.Tasks;

internal static partial class Transitions
{
    /// <summary>T8, T9, T10, T12, T15: a run ended and its process tree is gone.</summary>
    /// <param name="token">The ending is applied only if the run is still the writer's.</param>
    /// <param name="usage">What it used.</param>
    /// <param name="conversationId">The conversation the next run can continue; null when none came about.</param>
    /// <param name="jitter">Uniform in [0, 1).</param>
    /// <param name="rules">Retries and ageing.</param>
    /// <param name="oneShot">The caller wants this outcome, whatever it is; see <see cref="RetryPolicy.Decide"/>.</param>
    /// <param name="engineDown">The engine cannot run; see <see cref="RetryPolicy.Decide"/>.</param>
    public static TransitionResult End(
        AgentTask task, LeaseToken token, Ending ending, RunUsage usage, string? conversationId, DateTimeOffset now, double jitter,
        TransitionRules rules,
        bool oneShot = false, bool engineDown = false)
    {
        if (task.Lease?.Token != token)
            return new TransitionResult.LeaseLost();
        // A run that was never confirmed is given back, unless its start showed that no run of this task can ever begin.
        return task.State == TaskState.Starting && ending.Class != EndingClass.Invalid
            ? Refuse(task, "ended")
            : Close(task with { ConversationId = conversationId }, ending, usage, now, jitter, rules, oneShot, engineDown);
    }

    /// <summary>T16, T17: the lease ended without a word from its instance; found by the sweep, which compares the token.</summary>
    public static TransitionResult Lost(AgentTask task, LeaseToken token, DateTimeOffset now, double jitter, TransitionRules rules)
    {
        if (task.Lease?.Token != token || !task.IsLeased)
            return new TransitionResult.LeaseLost();
        var ending = new Ending
        {
            Class = EndingClass.Lost,
            Category = "UNKNOWN_ERROR",
            Message = $"Instance {task.Lease.InstanceId} stopped renewing its lease.",
            Source = "gateway",
            Recoverable = true,
            Severity = Severity.Error,
        };
        return Close(task, ending, RunUsage.None, now, jitter, rules, oneShot: false);
    }

    private static TransitionResult.Applied Close(
        AgentTask task, Ending ending, RunUsage usage, DateTimeOffset now, double jitter, TransitionRules rules, bool oneShot,
        bool engineDown = false)
    {
        var step = RetryPolicy.Decide(task, ending, rules.Retries, now, jitter, oneShot, engineDown);
        var retries = step is NextStep.Park ? task.Retries.AfterUncounted() : task.Retries.After(ending.Class);
        var after = task with { Ending = ending, Usage = task.Usage.Plus(usage), Retries = retries };
        var uncounted = after with { Runs = Math.Max(0, after.Runs - (task.LastRun == task.Lease!.Run ? 1 : 0)) };
        var next = step switch
        {
            NextStep.Succeed => MakeEnded(after, TaskState.Succeeded, now),
            NextStep.Retry retry =>
                MakeScheduled(after, retry.At, WaitReason.Retry) with {
                ConversationId = retry.FreshConversation ? null : after.ConversationId },
            NextStep.Park park =>
                MakeScheduled(uncounted, park.At, park.Reason) with { ReadyAt = IsParked(park.Reason) ? task.ReadyAt : null },
            NextStep.Requeue => KeepPlace(uncounted, now, rules),
            NextStep.Fail fail => MakeEnded(after, TaskState.Failed, now, fail.Reason),
            NextStep.Cancel => MakeEnded(after, TaskState.Cancelled, now),
            _ => throw new InvalidOperationException($"No transition for {step}."),
        };
        var data = new FactData
        {
            Ending = ending,
            Engine = task.Engine,
            Profile = task.Profile,
            StartedAt = task.StartedAt,
            Usage = usage,
            FailReason = next.FailReason,
            WaitReason = next.WaitReason,
            WaitUntil = next.RunAt,
            StopReason = task.Stop?.Reason,
            Actor = task.Stop?.Actor,
            ConversationId = next.ConversationId,
        };
        return Apply(task, next, EndType(next.State), now, data);
    }

    private static string EndType(TaskState state) => state switch
    {
        TaskState.Succeeded => EventTypes.TaskCompleted,
        TaskState.Failed => EventTypes.TaskFailed,
        TaskState.Cancelled => EventTypes.TaskCancelled,
        _ => EventTypes.TaskRequeued,
    };
}
