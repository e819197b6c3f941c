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
