using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Notifications.Delivery;

/// <summary>What one try came to.</summary>
internal abstract record DeliveryOutcome
{
    private DeliveryOutcome()
    {
    }

    /// <param name="Detail">What was done, for a person.</param>
    internal sealed record Sent(string Detail) : DeliveryOutcome;

    /// <param name="Reason">Holds no secret.</param>
    internal sealed record Failed(string Reason) : DeliveryOutcome;

    /// <summary>The peer took nothing and asks for patience.</summary>
    internal sealed record Postponed(string Reason, DateTimeOffset Until) : DeliveryOutcome;
}

/// <summary>What becomes of a notification after a try.</summary>
internal abstract record DeliveryStep
{
    private DeliveryStep()
    {
    }

    internal sealed record Done : DeliveryStep;

    /// <param name="At">The next try.</param>
    /// <param name="Error">Why this one failed.</param>
    /// <param name="PauseUntil">The whole channel rests until then.</param>
    internal sealed record Again(DateTimeOffset At, string Error, DateTimeOffset? PauseUntil) : DeliveryStep;

    internal sealed record Dead(string Error) : DeliveryStep;
}

/// <summary>Back-off and dead letter. Pure.</summary>
internal static class DeliveryPolicy
{
    private static readonly TimeSpan LeastWait = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    /// <param name="outcome">Of the try.</param>
    /// <param name="tries">Including this one.</param>
    /// <param name="createdAt">When the notification was made.</param>
    /// <param name="options">Tries, age and back-off.</param>
    /// <param name="jitter">Uniform in [0, 1).</param>
    /// <param name="now">The store's now.</param>
    public static DeliveryStep After(DeliveryOutcome outcome, int tries, DateTimeOffset createdAt, NotifyOptions options, double jitter, DateTimeOffset now)
    {
        if (outcome is DeliveryOutcome.Sent)
            return new DeliveryStep.Done();
        var reason = outcome is DeliveryOutcome.Failed failed ? failed.Reason : ((DeliveryOutcome.Postponed)outcome).Reason;
        if (now - createdAt >= options.MaxAge)
            return new DeliveryStep.Dead(reason);
        if (outcome is DeliveryOutcome.Postponed postponed)
        {
            var until = Clamp(postponed.Until, now + LeastWait, now + LongestPause);
            return new DeliveryStep.Again(until, reason, until);
        }

        if (tries >= options.MaxTries)
            return new DeliveryStep.Dead(reason);
        var wait = Backoff.FullJitter(tries - 1, options.Backoff, jitter);
        return new DeliveryStep.Again(now + (wait > LeastWait ? wait : LeastWait), reason, PauseUntil: null);
    }

    private static DateTimeOffset Clamp(DateTimeOffset time, DateTimeOffset least, DateTimeOffset most) => time < least ? least : time > most ? most : time;
}
