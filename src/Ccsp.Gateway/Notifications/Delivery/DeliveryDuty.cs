using Ccsp.Gateway.Notifications.Peers;
using Ccsp.Gateway.Notifications.Store;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Notifications.Delivery;

/// <summary>Empties the outbox of one channel. Each channel has its own, so that one that hangs delays no other.</summary>
internal sealed partial class DeliveryDuty(IChannel channel, IOutbox outbox, NotifyOptions options, Func<double> jitter, TimeProvider time, ILogger<DeliveryDuty> log)
{
    /// <summary>Batches of one round; more wait for the next.</summary>
    private const int Batches = 16;

    /// <summary>The longest an idle channel goes without asking the file.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(30);

    private bool recovered;
    private int seen;
    private DateTimeOffset restUntil;

    public static TimeSpan Every { get; } = TimeSpan.FromMilliseconds(500);

    public string Channel => channel.Name;

    /// <summary>Somebody else may have delivered since, and left something that it was sending.</summary>
    public void Begin() => (recovered, seen, restUntil) = (false, 0, default);

    public async Task RunOnceAsync(DateTimeOffset now, CancellationToken stop)
    {
        if (!recovered)
        {
            await outbox.RecoverAsync(channel.Name, stop);
            recovered = true;
        }

        if (outbox.Version == seen && now < restUntil && restUntil - now <= LongestRest)
            return;
        for (var batch = 0; batch < Batches; batch++)
        {
            var version = outbox.Version;
            var due = await outbox.TakeAsync(channel.Name, now, channel.Concurrency, stop);
            if (due.Count == 0)
            {
                await RestAsync(version, now, stop);
                return;
            }

            await Task.WhenAll(due.Select(entry => SendAsync(entry, stop)));
        }
    }

    private async Task RestAsync(int version, DateTimeOffset now, CancellationToken stop)
    {
        var next = await outbox.NextDueAsync(channel.Name, stop);
        (seen, restUntil) = (version, next < now + LongestRest ? next.Value : now + LongestRest);
    }

    /// <summary>Sends one notification past the outbox, to try the channel.</summary>
    public async Task<DeliveryOutcome> TryAsync(OutboxEntry entry, CancellationToken stop)
    {
        try
        {
            return new DeliveryOutcome.Sent(await channel.SendAsync(entry, time.GetUtcNow(), stop));
        }
        catch (PeerFailure failure)
        {
            return failure.NotBefore is { } until ? new DeliveryOutcome.Postponed(failure.Message, until) : new DeliveryOutcome.Failed(failure.Message);
        }
        catch (Exception defect) when (defect is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            Log.Defect(log, defect, channel.Name, entry.Id);
            return new DeliveryOutcome.Failed($"unexpected {defect.GetType().Name}; the log says more");
        }
    }

    private async Task SendAsync(OutboxEntry entry, CancellationToken stop)
    {
        Failpoints.Hit(Failpoints.NotifySending);
        var outcome = await TryAsync(entry, stop);
        Failpoints.Hit(Failpoints.NotifyTaken);
        var now = time.GetUtcNow();
        var step = DeliveryPolicy.After(outcome, entry.Tries, entry.CreatedAt, options, jitter(), now);
        if (step is DeliveryStep.Again again)
            Log.Again(log, channel.Name, entry.Id, again.Error, again.At);
        else if (step is DeliveryStep.Dead dead)
            Log.GivenUp(log, channel.Name, entry.Id, entry.Tries, dead.Error);
        // What the peer has taken must not be forgotten because the gateway goes away.
        await outbox.SettleAsync(entry, step, now, CancellationToken.None);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Notification {Id} was not taken by {Channel}: {Error}. Next try at {At:u}")]
        public static partial void Again(ILogger log, string channel, long id, string error, DateTimeOffset at);

        [LoggerMessage(Level = LogLevel.Error, Message = "Notification {Id} for {Channel} is given up after {Tries} tries: {Error}")]
        public static partial void GivenUp(ILogger log, string channel, long id, int tries, string error);

        [LoggerMessage(Level = LogLevel.Error, Message = "Sending notification {Id} to {Channel} failed unexpectedly")]
        public static partial void Defect(ILogger log, Exception problem, string channel, long id);
    }
}
