using System.Diagnostics;
using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Execution;

/// <summary>Keeps the leases of this instance alive and brings the stops that were asked, should every notification be lost.</summary>
internal sealed partial class HeartbeatDuty(ITaskStore store, ActiveRuns runs, Instance instance, HeartbeatOptions options, SharedLease lease, TellLoad load, ILogger<HeartbeatDuty> log)
{
    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(1);

    public TimeSpan Every { get; } = TimeSpan.FromSeconds(options.EverySeconds);

    /// <summary>The latest heartbeat the store took.</summary>
    public DateTimeOffset LastAt { get; private set; }

    /// <summary>Whether the store may soon believe that this instance is gone: it was paused, or the machine slept.</summary>
    public bool IsOverdue(DateTimeOffset now) => now - LastAt > TimeSpan.FromSeconds(options.ValidSeconds / 2);

    public Task RunOnceAsync(DateTimeOffset now, CancellationToken stop) => BeatAsync(now, TimeSpan.FromSeconds(options.ValidSeconds), leaves: false, stop);

    /// <summary>Before a planned end: the runs stay this instance's until it is back, and their supervisors know it. A store that does not answer keeps nobody from leaving.</summary>
    public async Task LeaveAsync(DateTimeOffset now)
    {
        if (lease.File is null)
            return;
        using var patience = new CancellationTokenSource(LeavePatience);
        try
        {
            await BeatAsync(now, TimeSpan.FromSeconds(options.LeaveSeconds), leaves: true, patience.Token);
        }
        catch (Exception problem) when (problem is OperationCanceledException or IOException)
        {
            Log.NotKept(log, options.ValidSeconds, problem.Message);
        }
    }

    private async Task BeatAsync(DateTimeOffset now, TimeSpan validFor, bool leaves, CancellationToken stop)
    {
        var beat = new Heartbeat(instance.Id, instance.Host, instance.Pid, leaves ? null : instance.Url, now, validFor, leaves ? load() with { Leads = false, IsLeaving = true } : load());
        var sent = Stopwatch.GetTimestamp();
        var renewal = await store.RenewAsync(beat, stop);
        lease.Renewed(sent, validFor);
        LastAt = now;
        foreach (var order in renewal.Stops)
            runs.Stop(order);
        if (renewal.Kill)
            runs.Hurry();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The store did not take the leave: runs are taken over {Seconds} s after the last heartbeat. {Reason}")]
        public static partial void NotKept(ILogger log, double seconds, string reason);
    }
}
