using System.Collections.Concurrent;
using Ccsp.Gateway.Notifications.Peers;
using Ccsp.Gateway.Notifications.Store;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Notifications.Delivery;

/// <summary>Delivers the outbox of one channel. Each channel has its own duty, so that one that hangs delays no other.</summary>
internal sealed partial class DeliveryDuty(IChannel channel, Outbox outbox, NotifyOptions options, Func<double> jitter, TimeProvider time,
    ILogger<DeliveryDuty> log)
{
    /// <summary>Batches of one round; more wait for the next.</summary>
    private const int Batches = 16;

    /// <summary>The longest an idle channel goes without asking the file.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(30);

    /// <summary>Results of tries that are not stored yet.</summary>
    private readonly ConcurrentDictionary<long, (OutboxEntry Entry, DeliveryStep Step, DateTimeOffset At)> _unsettled = new();

    /// <summary>Nothing can stand there as being sent: neither of an earlier leader, nor of a round of ours that failed.</summary>
    private bool _isClean;

    private int _seen;
    private DateTimeOffset _restUntil;

    public static TimeSpan Every { get; } = TimeSpan.FromMilliseconds(500);

    public string Channel => channel.Name;

    /// <summary>Whether this instance still leads; one that slept may lose leadership in the middle of a round.</summary>
    public Func<bool> Leads { get; init; } = static () => true;

    /// <summary>Somebody else may have delivered since, and left something that it was sending.</summary>
    public void Begin() => (_isClean, _seen, _restUntil) = (false, 0, default);

    public async Task RunOnceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var (entry, step, at) in _unsettled.Values)
            await SettleAsync(entry, step, at);
        if (!_isClean)
        {
            await outbox.RecoverAsync(channel.Name, cancellationToken);
            _isClean = true;
        }

        if (outbox.Version == _seen && now < _restUntil && _restUntil - now <= LongestRest)
            return;
        for (var batch = 0; batch < Batches && Leads(); batch++)
        {
            _isClean = false;
            var version = outbox.Version;
            var due = await outbox.TakeAsync(channel.Name, now, channel.Concurrency, cancellationToken);
            if (due.Count == 0)
            {
                _isClean = true;
                await RestAsync(version, now, cancellationToken);
                return;
            }

            await Task.WhenAll(due.Select(entry => SendAsync(entry, cancellationToken)));
            _isClean = true;
        }
    }

    private async Task RestAsync(int version, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var next = await outbox.NextDueAsync(channel.Name, cancellationToken);
        (_seen, _restUntil) = (version, next < now + LongestRest ? next.Value : now + LongestRest);
    }

    /// <summary>Sends one notification past the outbox, to try the channel.</summary>
    public async Task<DeliveryOutcome> TryAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            return new DeliveryOutcome.Sent(await channel.SendAsync(entry, time.GetUtcNow(), cancellationToken));
        }
        catch (PeerFailure ex)
        {
            return ex.NotBefore is { } until ? new DeliveryOutcome.Postponed(ex.Message, until) : new DeliveryOutcome.Failed(ex.Message);
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.Defect(log, ex, channel.Name, entry.Id);
            return new DeliveryOutcome.Failed($"unexpected {ex.GetType().Name}; the log says more");
        }
    }

    private async Task SendAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        Failpoints.Hit(Failpoints.NotifySending);
        var outcome = Leads()
            ? await TryAsync(entry, cancellationToken)
            : new DeliveryOutcome.Postponed("another instance delivers now", time.GetUtcNow());
        Failpoints.Hit(Failpoints.NotifyTaken);
        var now = time.GetUtcNow();
        var step = DeliveryPolicy.After(outcome, entry.Tries, entry.CreatedAt, options, jitter(), now);
        if (step is DeliveryStep.Again again)
            Log.Again(log, channel.Name, entry.Id, again.Error, again.At);
        else if (step is DeliveryStep.Dead dead)
            Log.GivenUp(log, channel.Name, entry.Id, entry.Tries, dead.Error);
        // What the peer has taken must not be forgotten because the gateway goes away.
        _unsettled[entry.Id] = (entry, step, now);
        await SettleAsync(entry, step, now);
    }

    private async Task SettleAsync(OutboxEntry entry, DeliveryStep step, DateTimeOffset at)
    {
        await outbox.SettleAsync(entry, step, at, CancellationToken.None);
        _unsettled.TryRemove(entry.Id, out _);
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
