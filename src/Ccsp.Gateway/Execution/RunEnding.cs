using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// What is done once the ending of a run is stored: one line in the log, an unknown wording kept, and of the run's folder only its output.
/// </summary>
internal sealed partial class RunEnding(UnknownWordings unknown, RunFolders folders, Instance instance, TimeProvider time,
    ILogger<RunEnding> log)
{
    /// <param name="claimed">The task as its run began.</param>
    /// <param name="finished">What was stored.</param>
    /// <param name="after">The task since then.</param>
    /// <param name="engineVersion">The engine's version, if it told.</param>
    public void Record(ClaimedTask claimed, RunFinished finished, AgentTask after, string? engineVersion)
    {
        var (run, ending) = (claimed.Task.Lease!.Run, finished.Ending);
        Tell(claimed.Task, after, ending, finished.Usage.CostUsd);
        if (unknown.Note(ending, after.Id, engineVersion) is { } count)
            Log.Unknown(log, count, ending.Message, after.Id);
        // A shared store may go back behind this ending when its server is replaced; then the records still prove it. The sweep of folders
        // tidies later.
        if (!instance.SharesStore)
            Tidy(after.Id, run);
    }

    /// <summary>The line of a run that nobody carried to its end: its instance is gone.</summary>
    public void Tell(AgentTask before, AgentTask after)
    {
        if (after.Ending is { } ending)
            Tell(before, after, ending, costUsd: 0);
    }

    private void Tell(AgentTask before, AgentTask after, Ending ending, decimal costUsd)
    {
        var run = before.Lease!.Run;
        // The time of a start that was not confirmed is that of the run before.
        var seconds = before.StartedAt is { } startedAt && before.LastRun == run
            ? Math.Round((time.GetUtcNow() - startedAt).TotalSeconds, 1) : 0;
        var level = after.State == TaskState.Failed ? LogLevel.Warning : LogLevel.Information;
        Log.Ended(log, level, after.Id, run, Words<EndingClass>.Of(ending.Class), seconds, costUsd, Words<TaskState>.Of(after.State),
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
            // Only room on the disk is at stake, and the sweep of folders comes by again.
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
