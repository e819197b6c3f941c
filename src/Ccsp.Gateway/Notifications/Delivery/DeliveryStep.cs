namespace Ccsp.Gateway.Notifications.Delivery;

/// <summary>What becomes of a notification after a try.</summary>
internal abstract record DeliveryStep
{
    private DeliveryStep()
    {
    }

    /// <param name="Warning">See <see cref="DeliveryOutcome.Sent"/>.</param>
    internal sealed record Done(string? Warning = null) : DeliveryStep;

    /// <param name="At">The next try.</param>
    /// <param name="Error">Why this one failed.</param>
    /// <param name="PauseUntil">The whole channel rests until then.</param>
    internal sealed record Again(DateTimeOffset At, string Error, DateTimeOffset? PauseUntil) : DeliveryStep
    {
        /// <summary>See <see cref="Peers.PeerFailure.Remaining"/>.</summary>
        public IReadOnlyList<string>? Remaining { get; init; }
    }

    /// <summary>The channel rests with all that waits for it; a restart, which may bring other options, ends that early.</summary>
    internal sealed record Halt(string Error, DateTimeOffset Until) : DeliveryStep;

    internal sealed record Dead(string Error) : DeliveryStep;
}
