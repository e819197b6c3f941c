using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// Cancels one task. If the store does not answer quickly and the run is this instance's, the run is ended at once and its flow records the
/// cancel later.
/// </summary>
internal sealed partial class TaskCancel(ITaskStore store, ActiveRuns runs, TimeProvider time, ILogger<TaskCancel> log)
{
    /// <summary>Far longer than a commit takes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    public async Task<ChangeOutcome> CancelAsync(TaskChange.Cancel change)
    {
        var write = WriteAsync(change);
        await Task.WhenAny(write, Task.Delay(Patience, time, CancellationToken.None));
        if (write.IsCompletedSuccessfully || runs.Find(change.TaskId) is not { } run)
            return await write;
        var request = new StopRequest(StopReason.Cancel, change.Actor, change.Now);
        run.AskUnwritten(request);
        Log.Unwritten(log, change.TaskId, change.Actor, write.Exception?.InnerException?.Message ?? "it does not answer");
        // The flow of the run retries until it is recorded.
        _ = write.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default);
        return new ChangeOutcome.Applied(run.Claimed.Task with { State = TaskState.Stopping, Stop = request });
    }

    /// <summary>The caller may disconnect.</summary>
    private async Task<ChangeOutcome> WriteAsync(TaskChange change) => await store.ChangeAsync(change, CancellationToken.None);

    /// <summary>The local view of a task when the store cannot answer or knows less.</summary>
    /// <returns>Null when nothing of it waits to be written.</returns>
    public TaskRecord? Unwritten(string taskId) => runs.Find(taskId) is { Unwritten: { } request, Claimed: var claimed }
        ? new TaskRecord(claimed.Task with { State = TaskState.Stopping, Stop = request }, claimed.Spec)
        : null;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning,
            Message = "Task {TaskId} is cancelled by {Actor}: its run is being ended, and the store will record it later ({Reason})")]
        public static partial void Unwritten(ILogger log, string taskId, string actor, string reason);
    }
}
