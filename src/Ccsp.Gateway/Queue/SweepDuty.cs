namespace Ccsp.Gateway.Queue;

/// <summary>The periodic transitions: what is due, what expired, what waited long enough for a promotion, whose lease ended, what may be deleted.</summary>
internal sealed class SweepDuty(ITaskStore store, string instanceId, RetentionOptions retention, ForgetRuns forget)
{
    /// <summary>Tasks of each kind in one transaction; more are left for the next round, which follows at once.</summary>
    private const int BatchSize = 500;

    public static TimeSpan Every { get; } = TimeSpan.FromMilliseconds(500);

    public async Task RunOnceAsync(DateTimeOffset now, CancellationToken stop)
    {
        SweepReport report;
        do
        {
            var jitter = System.Security.Cryptography.RandomNumberGenerator.GetInt32(1_000_000) / 1e6;
            report = await store.SweepAsync(new SweepRequest(now, jitter, BatchSize, retention) { Sweeper = instanceId }, stop);
            foreach (var id in report.DeletedIds)
                forget(id);
        }
        while (report.MayHaveMore(BatchSize));
    }
}

/// <summary>Removes the files of a task that retention deleted.</summary>
internal delegate void ForgetRuns(string taskId);
