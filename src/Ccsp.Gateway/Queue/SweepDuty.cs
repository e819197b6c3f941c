namespace Ccsp.Gateway.Queue;

/// <summary>Runs the periodic transitions: due, expired, promotable and lost tasks, and retention.</summary>
internal sealed partial class SweepDuty(ITaskStore store, string instanceId, RetentionOptions retention, ForgetRuns forget,
    ReportEnding reportEnding, ILogger<SweepDuty> log)
{
    /// <summary>Tasks of each kind per transaction; a full one is followed by another at once.</summary>
    private const int BatchSize = 500;

    public static TimeSpan Every { get; } = TimeSpan.FromMilliseconds(500);

    public async Task RunOnceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        SweepReport report;
        do
        {
            var jitter = System.Security.Cryptography.RandomNumberGenerator.GetInt32(1_000_000) / 1e6;
            report = await store.SweepAsync(new SweepRequest(now, jitter, BatchSize, retention) { Sweeper = instanceId },
                cancellationToken);
            foreach (var run in report.LostRuns)
                reportEnding(run.Before, run.After);
            foreach (var id in report.DeletedIds)
                Forget(id);
        }
        while (report.MayHaveMore(BatchSize));
    }

    private void Forget(string id)
    {
        try
        {
            forget(id);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // The task is deleted already; the folder sweep retries the files.
            Log.NotForgotten(log, ex, id);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The files of the deleted task {TaskId} could not be removed yet")]
        public static partial void NotForgotten(ILogger log, Exception ex, string taskId);
    }
}
