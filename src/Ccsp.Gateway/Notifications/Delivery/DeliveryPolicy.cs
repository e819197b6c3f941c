using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Notifications.Delivery;

/// <summary>Back-off and dead letter. Pure.</summary>
internal static class DeliveryPolicy
{
    private static readonly TimeSpan LeastWait = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    /// <summary>A try that a peer puts off does not count; it is repeated ever more rarely instead, in the end at this interval.</summary>
    private static readonly TimeSpan LongestRepeat = TimeSpan.FromMinutes(5);

    /// <param name="outcome">Of the try.</param>
    /// <param name="tries">Including this one.</param>
    /// <param name="createdAt">When the notification was made.</param>
    /// <param name="options">Tries, age and back-off.</param>
    /// <param name="jitter">Uniform in [0, 1).</param>
    public static DeliveryStep After(DeliveryOutcome outcome, int tries, DateTimeOffset createdAt, NotifyOptions options, double jitter,
        DateTimeOffset now)
    {
        if (outcome is DeliveryOutcome.Sent)
            return new DeliveryStep.Done();
        var reason = outcome is DeliveryOutcome.Failed failed ? failed.Reason : ((DeliveryOutcome.Postponed)outcome).Reason;
        if (now - createdAt >= options.MaxAge)
            return new DeliveryStep.Dead(reason);
        if (outcome is DeliveryOutcome.Postponed postponed)
        {
            var grown = (now - createdAt) / 8;
            var least = grown < LeastWait ? LeastWait : grown < LongestRepeat ? grown : LongestRepeat;
            var until = Clamp(postponed.Until, now + least, now + LongestPause);
            return new DeliveryStep.Again(until, reason, until);
        }

        if (tries >= options.MaxTries)
            return new DeliveryStep.Dead(reason);
        var wait = Backoff.FullJitter(tries - 1, options.Backoff, jitter);
        return new DeliveryStep.Again(now + (wait > LeastWait ? wait : LeastWait), reason, PauseUntil: null);
    }

    private static DateTimeOffset Clamp(DateTimeOffset time, DateTimeOffset least, DateTimeOffset most) =>
        time < least ? least : time > most ? most : time;
}
