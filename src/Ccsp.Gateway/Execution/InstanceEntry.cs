using System.Globalization;
using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// Registers a gateway in a shared store before anything else uses its instance id. An id whose last process is certainly gone is taken at
/// once. Where that is invisible, such as on another machine, heartbeats decide: one refuses this start; without any until the last one
/// expires, the id is free and no run of the other is alive.
/// </summary>
internal sealed partial class InstanceEntry(ITaskStore store, Instance instance, string dataFolder, HeartbeatOptions options,
    TimeProvider time, Action<string> report, ILogger<InstanceEntry> log)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    /// <exception cref="InstanceTaken">The id belongs to another process.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Heartbeat? first = null;
        while (await AskAsync(cancellationToken) is { } other)
        {
            var isAlive = HoldingProcess.IsAliveHere(other, instance.Holder!) || (first is not null && HasSpoken(first, other));
            if (isAlive || other.Load is { IsLeaving: true })
                throw new InstanceTaken(other, dataFolder);
            if (first is null)
                Report(other);
            first ??= other;
            await Task.Delay(LookEvery, time, cancellationToken);
        }
    }

    private static bool HasSpoken(Heartbeat before, Heartbeat now) =>
        now.Now != before.Now || now.Holder?.Nonce != before.Holder?.Nonce;

    private async Task<Heartbeat?> AskAsync(CancellationToken cancellationToken)
    {
        var beat = new Heartbeat(instance.Id, instance.Host, instance.Pid, instance.Url, time.GetUtcNow(),
            TimeSpan.FromSeconds(options.ValidSeconds)) { Holder = instance.Holder };
        return (await store.RenewAsync(beat, cancellationToken)).HeldBy;
    }

    private void Report(Heartbeat other)
    {
        var until = (other.Now + other.ValidFor).UtcDateTime;
        Log.Waits(log, instance.Id, InstanceTaken.Name(other), until);
        report(string.Create(
            CultureInfo.InvariantCulture,
            $"waiting until {until:u} for {InstanceTaken.Name(other)}, which had this instance id: its heartbeat has not run out yet"));
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information,
            Message = "The instance id {Id} belonged to {Who}; whether that is gone cannot be seen from here, so its last heartbeat must "
                + "run out first, at {Until:u}.")]
        public static partial void Waits(ILogger log, string id, string who, DateTime until);
    }
}
