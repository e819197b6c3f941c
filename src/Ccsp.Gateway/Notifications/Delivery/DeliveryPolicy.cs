using Ccsp.Gateway.Notifications.Peers;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Notifications.Delivery;

/// <summary>Back-off and dead letter. Pure.</summary>
internal static class DeliveryPolicy
{
    private static readonly TimeSpan LeastWait = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    /// <summary>A try that a peer puts off does not count; it is repeated ever more rarely instead, in the end at this interval.</summary>
    private static readonly TimeSpan LongestRepeat = TimeSpan.FromMinutes(5);

    /// <summary>Rest of a channel that is refused whatever it sends: a login tried more often may be locked.</summary>
    public static TimeSpan HaltFor { get; } = TimeSpan.FromHours(1);

    /// <param name="outcome">Of the try.</param>
    /// <param name="tries">Including this one, since it was asked for.</param>
    /// <param name="createdAt">When the notification was made or asked for again.</param>
    /// <param name="options">Tries, age and back-off.</param>
    /// <param name="jitter">Uniform in [0, 1).</param>
    public static DeliveryStep After(DeliveryOutcome outcome, int tries, DateTimeOffset createdAt, NotifyOptions options, double jitter,
        DateTimeOffset now)
    {
        if (outcome is DeliveryOutcome.Sent sent)
            return new DeliveryStep.Done(sent.Warning);
        var failed = outcome as DeliveryOutcome.Failed;
        var reason = failed?.Reason ?? ((DeliveryOutcome.Postponed)outcome).Reason;
        if (now - createdAt >= options.MaxAge || failed?.Fault == PeerFault.Permanent)
            return new DeliveryStep.Dead(reason);
        if (outcome is DeliveryOutcome.Postponed postponed)
        {
            var grown = (now - createdAt) / 8;
            var least = grown < LeastWait ? LeastWait : grown < LongestRepeat ? grown : LongestRepeat;
            var until = Clamp(postponed.Until, now + least, now + LongestPause);
            return new DeliveryStep.Again(until, reason, until);
        }

        if (failed?.Fault == PeerFault.Configuration)
            return new DeliveryStep.Halt(reason, now + HaltFor);
        if (tries >= options.MaxTries)
            return new DeliveryStep.Dead(reason);
        var wait = Backoff.FullJitter(tries - 1, options.Backoff, jitter);
        return new DeliveryStep.Again(now + (wait > LeastWait ? wait : LeastWait), reason, PauseUntil: null)
        {
            Remaining = failed?.Remaining,
        };
    }

    private static DateTimeOffset Clamp(DateTimeOffset time, DateTimeOffset least, DateTimeOffset most) =>
        time < least ? least : time > most ? most : time;
}
