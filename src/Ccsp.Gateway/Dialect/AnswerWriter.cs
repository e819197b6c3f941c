using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Admission;

namespace Ccsp.Gateway.Dialect;

/// <summary>What an older client is told. Pure.</summary>
internal static class AnswerWriter
{
    /// <summary>The word these clients look for.</summary>
    private const string SessionTimeoutError = "SESSION_TIMEOUT";

    /// <param name="from">Whom.</param>
    /// <param name="record">A task that has ended.</param>
    /// <param name="hold">Of its profile, where one stands: why a task that never ran has waited.</param>
    /// <param name="now">When the answer is given.</param>
    public static OldAnswer Of(ReturnAddress from, TaskRecord record, GateState? hold, DateTimeOffset now)
    {
        var (task, ending) = (record.Task, record.Task.Ending);
        var success = task.State == TaskState.Succeeded;
        var waited = !success && !task.EverStarted ? hold : null;
        var limited = !success && (ending?.Class is EndingClass.Limit or EndingClass.Throttled or EndingClass.Billing || waited?.ClosedUntil is not null);
        // A hold that does not end by itself waits for a person to sign in.
        var signedOut = !success && (ending?.Class == EndingClass.Login || waited is { ClosedUntil: null, Actor: GateActors.Provider });
        var opens = ending?.ResetsAt ?? waited?.ClosedUntil ?? (ending?.RetryAfterMs is { } delay ? now.AddMilliseconds(delay) : null);
        var wait = opens is { } at && at > now ? (long)(at - now).TotalMilliseconds : 0;
        return new OldAnswer
        {
            RequestId = from.RequestId,
            Success = success,
            Result = record.Result,
            Output = record.Result,
            Error = success ? null : signedOut ? SessionTimeoutError : Reason(record),
            Message = signedOut ? Reason(record) : null,
            ExecutionTime = task is { StartedAt: { } started, FinishedAt: { } finished } ? (long)(finished - started).TotalMilliseconds : 0,
            Timestamp = now,
            Metadata = from.Metadata,
            TaskId = task.Id,
            SessionTimeout = signedOut,
            RateLimited = limited,
            RetryAfter = limited ? wait : null,
            RateLimitInfo = limited ? new RateLimitInfo(ending?.Message ?? "The profile is held until its limit resets.", (opens ?? now).ToUnixTimeMilliseconds(), wait) : null,
        };
    }

    /// <summary>For a request that never became a task.</summary>
    public static OldAnswer Refusal(ReturnAddress from, string reason, DateTimeOffset now) =>
        new() { RequestId = from.RequestId, Success = false, Error = reason, Timestamp = now, Metadata = from.Metadata };

    private static string Reason(TaskRecord record) => record.Task.State switch
    {
        TaskState.Cancelled => "The task was cancelled.",
        TaskState.Expired => "The task did not start within the time its client waits.",
        _ => record.Task.Ending?.Message ?? "The task failed.",
    };
}
