using Ccsp.Gateway.Notifications.Peers;

namespace Ccsp.Gateway.Notifications.Delivery;

/// <summary>What one try came to.</summary>
internal abstract record DeliveryOutcome
{
    private DeliveryOutcome()
    {
    }

    public static DeliveryOutcome Of(PeerFailure failure) => failure.NotBefore is { } until
        ? new Postponed(failure.Message, until)
        : new Failed(failure.Message, failure.Fault) { Remaining = failure.Remaining };

    /// <param name="Detail">What was done, for a person.</param>
    /// <param name="Warning">What was not done, for good: recipients the server refuses.</param>
    internal sealed record Sent(string Detail, string? Warning = null) : DeliveryOutcome;

    /// <param name="Reason">Holds no secret.</param>
    internal sealed record Failed(string Reason, PeerFault Fault = PeerFault.Transient) : DeliveryOutcome
    {
        /// <summary>See <see cref="PeerFailure.Remaining"/>.</summary>
        public IReadOnlyList<string>? Remaining { get; init; }
    }

    /// <summary>The peer took nothing and asks for patience.</summary>
    internal sealed record Postponed(string Reason, DateTimeOffset Until) : DeliveryOutcome;
}
