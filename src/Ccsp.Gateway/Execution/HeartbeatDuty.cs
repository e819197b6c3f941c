using System.Diagnostics;
using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Execution;

/// <summary>Renews the leases of this instance and delivers stop requests, in case every notification is lost.</summary>
internal sealed partial class HeartbeatDuty(ITaskStore store, ActiveRuns runs, Instance instance, HeartbeatOptions options,
    SharedLease lease, ReadLoad load, ILogger<HeartbeatDuty> log)
{
    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(1);

    public TimeSpan Every { get; } = TimeSpan.FromSeconds(options.EverySeconds);

    /// <summary>The latest accepted heartbeat.</summary>
    public DateTimeOffset LastAt { get; private set; }

    /// <summary>Whether the store may soon consider this instance lost: it was paused, or the machine slept.</summary>
    public bool IsOverdue(DateTimeOffset now) => now - LastAt > TimeSpan.FromSeconds(options.ValidSeconds / 2);

    public Task RunOnceAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        BeatAsync(Beat(now, options.ValidSeconds), cancellationToken);

    /// <summary>
    /// Before a planned shutdown: keeps the runs' leases until the restart and tells their supervisors. A failing store does not delay the
    /// shutdown.
    /// </summary>
    public async Task LeaveAsync(DateTimeOffset now)
    {
        if (lease.File is null)
            return;
        using var patience = new CancellationTokenSource(LeavePatience);
        var last = Beat(now, options.LeaveSeconds);
        try
        {
            await BeatAsync(last with { Url = null, Load = last.Load! with { IsLeaving = true } }, patience.Token);
        }
        catch (Exception ex) when (ex is OperationCanceledException or IOException)
        {
            Log.NotKept(log, options.ValidSeconds, ex.Message);
        }
    }

    private Heartbeat Beat(DateTimeOffset now, double validSeconds) =>
        new(instance.Id, instance.Host, instance.Pid, instance.Url, now, TimeSpan.FromSeconds(validSeconds), load())
        {
            Holder = instance.Holder,
        };

    private async Task BeatAsync(Heartbeat beat, CancellationToken cancellationToken)
    {
        var sent = Stopwatch.GetTimestamp();
        var renewal = await store.RenewAsync(beat, cancellationToken);
        if (renewal.HeldBy is { } other)
        {
            Yield(other);
            return;
        }

        if (instance.HeldBy is not null)
            Log.OwnAgain(log, instance.Id);
        instance.HeldBy = null;
        lease.Renewed(sent, beat.ValidFor);
        LastAt = beat.Now;
        foreach (var order in renewal.Stops)
            runs.Stop(order);
        if (renewal.Kill)
            runs.Hurry();
    }

    /// <summary>Supervisors get no more renewals, so the runs end before the lease does.</summary>
    private void Yield(Heartbeat other)
    {
        var who = InstanceTaken.Name(other);
        if (instance.HeldBy != who)
            Log.Taken(log, instance.Id, who);
        instance.HeldBy = who;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error,
            Message = "The instance id {Id} belongs to {Who} now. Nothing is claimed here until it is gone, and the runs of this gateway "
                + "end with their lease. Two gateways must not share an id: delete instance.id in the data folder that is a copy.")]
        public static partial void Taken(ILogger log, string id, string who);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The instance id {Id} is this gateway's again; it claims tasks.")]
        public static partial void OwnAgain(ILogger log, string id);

        [LoggerMessage(Level = LogLevel.Warning,
            Message = "The store did not take the leave: runs are taken over {Seconds} s after the last heartbeat. {Reason}")]
        public static partial void NotKept(ILogger log, double seconds, string reason);
    }
}
