using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>Work after a stored ending: one log line, an unknown wording recorded, and the run folder reduced to its output.</summary>
internal sealed partial class RunEnding(UnknownWordings unknown, RunFolders folders, Instance instance, TimeProvider time,
    ILogger<RunEnding> log)
{
    /// <param name="claimed">The task as its run began.</param>
    /// <param name="finished">What was stored.</param>
    /// <param name="after">The task since then.</param>
    /// <param name="engineVersion">The engine's version, if it reported one.</param>
    public void Record(ClaimedTask claimed, RunFinished finished, AgentTask after, string? engineVersion)
    {
        var (run, ending) = (claimed.Task.Lease!.Run, finished.Ending);
        Report(claimed.Task, after, ending, finished.Usage.CostUsd);
        if (unknown.Note(ending, after.Id, engineVersion) is { } count)
            Log.Unknown(log, count, ending.Message, after.Id);
        // A replaced server may lose this ending; then the records still prove it. The folder sweep cleans up later.
        if (!instance.SharesStore)
            Tidy(after.Id, run);
    }

    /// <summary>The log line of a run whose instance is gone.</summary>
    public void Report(AgentTask before, AgentTask after)
    {
        if (after.Ending is { } ending)
            Report(before, after, ending, costUsd: 0);
    }

    private void Report(AgentTask before, AgentTask after, Ending ending, decimal costUsd)
    {
        var run = before.Lease!.Run;
        // An unconfirmed start still carries the previous run's time.
        var seconds = before.StartedAt is { } startedAt && before.LastRun == run
            ? Math.Round((time.GetUtcNow() - startedAt).TotalSeconds, 1) : 0;
        var level = after.State == TaskState.Failed ? LogLevel.Warning : LogLevel.Information;
        Log.Ended(log, level, after.Id, run, EnumNames<EndingClass>.Of(ending.Class), seconds, costUsd,
            EnumNames<TaskState>.Of(after.State),
            ending.Message);
    }

    private void Tidy(string taskId, int run)
    {
        try
        {
            folders.Tidy(taskId, run);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // Only disk space is at stake; the folder sweep retries.
            Log.NotTidied(log, ex, taskId, run);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Message = "Task {TaskId} run {Run} ended: {Ending} after {DurationSeconds} s, {CostUsd} USD; the task is {State} "
            + "now. {Reason}")]
        public static partial void Ended(ILogger log, LogLevel level, string taskId, int run, string ending, double durationSeconds,
            decimal costUsd, string state, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "A failed run said what no rule knows, {Count} times so far; "
            + "unknown-endings.json in the data folder keeps it: {Wording} (task {TaskId})")]
        public static partial void Unknown(ILogger log, long count, string wording, string taskId);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The folder of task {TaskId} run {Run} could not be tidied up")]
        public static partial void NotTidied(ILogger log, Exception ex, string taskId, int run);
    }
}
