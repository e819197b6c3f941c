using Ccsp.Contracts;
using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.LegacyRedisApi;

/// <summary>Builds the answers for legacy clients. Pure.</summary>
internal static class AnswerWriter
{
    /// <summary>The marker these clients look for.</summary>
    private const string SessionTimeoutError = "SESSION_TIMEOUT";

    /// <param name="from">The addressee.</param>
    /// <param name="record">An ended task.</param>
    /// <param name="waited">Why the task waited when it ended without an answer; null: its ending tells everything.</param>
    /// <param name="now">The time of the answer.</param>
    public static LegacyAnswer Of(ReturnAddress from, TaskRecord record, ProfileTrouble? waited, DateTimeOffset now)
    {
        var task = record.Task;
        var success = task.State == TaskState.Succeeded;
        var trouble = success ? null : waited ?? (task.State == TaskState.Failed ? ProfileTrouble.Of(task.Ending, now) : null);
        var limited = trouble is { SignedOut: false };
        var wait = trouble?.Opens is { } opens && opens > now ? (long)(opens - now).TotalMilliseconds : 0;
        var message = trouble?.Message ?? (limited ? "The profile is held until its limit resets." : Reason(record));
        return new LegacyAnswer
        {
            RequestId = from.RequestId,
            Success = success,
            Result = record.Result,
            Output = record.Result,
            Error = success ? null : trouble is { SignedOut: true } ? SessionTimeoutError : message,
            Message = trouble is { SignedOut: true } ? message : record.ResultTruncated ? Cut(record) : null,
            ResultTruncated = record.ResultTruncated ? true : null,
            ExecutionTime = task is { StartedAt: { } started, FinishedAt: { } finished } ? (long)(finished - started).TotalMilliseconds : 0,
            Timestamp = now,
            Metadata = from.Metadata,
            TaskId = task.Id,
            SessionTimeout = trouble is { SignedOut: true },
            RateLimited = limited,
            RetryAfter = limited ? wait : null,
            RateLimitInfo = limited ? new RateLimitInfo(message, (trouble!.Opens ?? now).ToUnixTimeMilliseconds(), wait) : null,
        };
    }

    /// <summary>For a request that was not accepted as a task.</summary>
    public static LegacyAnswer Refusal(ReturnAddress from, string reason, DateTimeOffset now) =>
        new() { RequestId = from.RequestId, Success = false, Error = reason, Timestamp = now, Metadata = from.Metadata };

    private static string Cut(TaskRecord record) =>
        $"The result is cut after {record.Result?.Length ?? 0} characters; "
        + $"GET /api/v1/tasks/{record.Task.Id}/output has all the run wrote.";

    private static string Reason(TaskRecord record) => record.Task.State switch
    {
        TaskState.Cancelled => "The task was cancelled.",
        TaskState.Expired => "The task did not start within the time its client waits.",
        _ => record.Task.Ending?.Message ?? "The task failed.",
    };
}
