namespace Ccsp.Gateway.Notifications.Delivery;

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
