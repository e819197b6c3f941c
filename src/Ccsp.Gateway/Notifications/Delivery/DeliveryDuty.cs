using Ccsp.Gateway.Notifications.Store;

namespace Ccsp.Gateway.Notifications.Delivery;

/// <summary>
/// Delivers the outbox of one channel during one term of the leader. Each channel has its own duty, so that one that hangs delays no other.
/// </summary>
internal sealed class DeliveryDuty(Sender sender, Outbox outbox)
{
    /// <summary>Batches of one round; more wait for the next.</summary>
    private const int Batches = 16;

    /// <summary>The longest an idle channel goes without asking the file.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(30);

    /// <summary>Nothing can stand there as being sent: neither of an earlier leader, nor of a round of ours that failed.</summary>
    private bool _isClean;

    private bool _hasBegun;
    private int _seen;
    private DateTimeOffset _restUntil;

    public static TimeSpan Every { get; } = TimeSpan.FromMilliseconds(500);

    public async Task RunOnceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!_hasBegun)
        {
            await outbox.ResumeAsync(sender.Channel, cancellationToken);
            _hasBegun = true;
        }

        if (!_isClean)
        {
            // What is known of an earlier try comes first: otherwise it would be sent again.
            await sender.SettleAsync();
            await outbox.RecoverAsync(sender.Channel, cancellationToken);
            _isClean = true;
        }

        if (outbox.Version == _seen && now < _restUntil && _restUntil - now <= LongestRest)
            return;
        for (var batch = 0; batch < Batches; batch++)
        {
            _isClean = false;
            var version = outbox.Version;
            var due = await outbox.TakeAsync(sender.Channel, now, sender.Concurrency, cancellationToken);
            if (due.Count == 0)
            {
                _isClean = true;
                await RestAsync(version, now, cancellationToken);
                return;
            }

            await Task.WhenAll(due.Select(entry => sender.SendAsync(entry, cancellationToken)));
            _isClean = true;
        }
    }

    private async Task RestAsync(int version, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var next = await outbox.NextDueAsync(sender.Channel, cancellationToken);
        (_seen, _restUntil) = (version, next < now + LongestRest ? next.Value : now + LongestRest);
    }
}
