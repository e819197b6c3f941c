using System.Collections.Concurrent;
using Ccsp.Gateway.Notifications.Peers;
using Ccsp.Gateway.Notifications.Store;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Notifications.Delivery;

/// <summary>
/// Sends over one channel and keeps what came of it until that is stored. It outlives the terms of a leader: what a peer has taken stays
/// true whoever leads.
/// </summary>
internal sealed partial class Sender(IChannel channel, Outbox outbox, NotifyOptions options, Func<double> jitter, TimeProvider time,
    ILogger<Sender> log)
{
    /// <summary>Results of tries that are not stored yet.</summary>
    private readonly ConcurrentDictionary<long, (OutboxEntry Entry, DeliveryStep Step, DateTimeOffset At)> _unsettled = new();

    public static TimeSpan SettleEvery { get; } = TimeSpan.FromMilliseconds(500);

    public string Channel => channel.Name;

    /// <summary>Sends that may be under way at the same time.</summary>
    public int Concurrency => channel.Concurrency;

    /// <summary>Sends one notification past the outbox, to try the channel.</summary>
    public async Task<DeliveryOutcome> TryAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            return await channel.SendAsync(entry, time.GetUtcNow(), cancellationToken);
        }
        catch (PeerFailure ex)
        {
            return DeliveryOutcome.Of(ex);
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.Defect(log, ex, channel.Name, entry.Id);
            return new DeliveryOutcome.Failed($"unexpected {ex.GetType().Name}; the log says more");
        }
    }

    /// <param name="entry">Stands in the outbox as being sent. It is not sent where the term it was taken in has ended since.</param>
    /// <param name="cancellationToken">A planned stop, which waits a moment for what the peer is just taking.</param>
    public async Task SendAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        Failpoints.Hit(Failpoints.NotifySending);
        var step = LeaderTerm.Current is { HasEnded: true } ? PutBack(time.GetUtcNow()) : await StepAsync(entry, cancellationToken);
        Failpoints.Hit(Failpoints.NotifyTaken);
        var now = time.GetUtcNow();
        Report(entry, step);
        _unsettled[entry.Id] = (entry, step, now);
        await SettleAsync(entry, step, now);
    }

    private void Report(OutboxEntry entry, DeliveryStep step)
    {
        switch (step)
        {
            case DeliveryStep.Done { Warning: { } warning }:
                Log.Partly(log, channel.Name, entry.Id, warning);
                break;
            case DeliveryStep.Again again:
                Log.Again(log, channel.Name, entry.Id, again.Error, again.At);
                break;
            case DeliveryStep.Halt halt:
                Log.Halted(log, channel.Name, halt.Error, halt.Until);
                break;
            case DeliveryStep.Dead dead:
                Log.GivenUp(log, channel.Name, entry.Id, entry.Tries, dead.Error);
                break;
        }
    }

    private static DeliveryStep.Again PutBack(DateTimeOffset now) => new(now, "another instance delivers now", PauseUntil: now);

    private async Task<DeliveryStep> StepAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        // Cut off it would be sent a second time. The end of a term waits for nothing: another instance leads then.
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var stop = cancellationToken.Register(() => patience.CancelAfter(PeerLimits.Default.Total));
        await using var end = (LeaderTerm.Current?.Ended ?? CancellationToken.None).Register(patience.Cancel);
        var outcome = await TryAsync(entry, patience.Token);
        return DeliveryPolicy.After(
            outcome, entry.Tries - entry.FormerTries, entry.RetriedAt ?? entry.CreatedAt, options, jitter(), time.GetUtcNow());
    }

    /// <summary>Stores the results that could not be stored yet.</summary>
    public async Task SettleAsync()
    {
        foreach (var (entry, step, at) in _unsettled.Values)
            await SettleAsync(entry, step, at);
    }

    /// <summary>What the peer has taken must not be forgotten because the gateway goes away or another one leads.</summary>
    private async Task SettleAsync(OutboxEntry entry, DeliveryStep step, DateTimeOffset at)
    {
        await LeaderTerm.OutsideAsync(() => outbox.SettleAsync(entry, step, at, CancellationToken.None));
        _unsettled.TryRemove(entry.Id, out _);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Notification {Id} was not taken by {Channel}: {Error}. Next try at {At:u}")]
        public static partial void Again(ILogger log, string channel, long id, string error, DateTimeOffset at);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Notification {Id} was taken by {Channel}, but not for all: {Warning}")]
        public static partial void Partly(ILogger log, string channel, long id, string warning);

        [LoggerMessage(Level = LogLevel.Error,
            Message = "{Channel} refuses notifications: {Error}. They wait until {Until:u}, a restart, or a test that is taken: "
                + "ccsp notify test {Channel}")]
        public static partial void Halted(ILogger log, string channel, string error, DateTimeOffset until);

        [LoggerMessage(Level = LogLevel.Error, Message = "Notification {Id} for {Channel} is given up after {Tries} tries: {Error}. "
            + "To send it again: ccsp notify retry {Id}")]
        public static partial void GivenUp(ILogger log, string channel, long id, int tries, string error);

        [LoggerMessage(Level = LogLevel.Error, Message = "Sending notification {Id} to {Channel} failed unexpectedly")]
        public static partial void Defect(ILogger log, Exception problem, string channel, long id);
    }
}
