using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Execution;

/// <summary>Keeps the leases of this instance alive and brings the stops that were asked, should every notification be lost.</summary>
internal sealed class HeartbeatDuty(ITaskStore store, ActiveRuns runs, Instance instance, HeartbeatOptions options)
{
    public TimeSpan Every { get; } = TimeSpan.FromSeconds(options.EverySeconds);

    /// <summary>The latest heartbeat the store took.</summary>
    public DateTimeOffset LastAt { get; private set; }

    /// <summary>Whether the store may soon believe that this instance is gone: it was paused, or the machine slept.</summary>
    public bool IsOverdue(DateTimeOffset now) => now - LastAt > TimeSpan.FromSeconds(options.ValidSeconds / 2);

    public async Task RunOnceAsync(DateTimeOffset now, CancellationToken stop)
    {
        var beat = new Heartbeat(instance.Id, instance.Host, instance.Pid, instance.Url, now, TimeSpan.FromSeconds(options.ValidSeconds));
        var renewal = await store.RenewAsync(beat, stop);
        LastAt = now;
        foreach (var order in renewal.Stops)
            runs.Stop(order);
        if (renewal.Kill)
            runs.Hurry();
    }
}
