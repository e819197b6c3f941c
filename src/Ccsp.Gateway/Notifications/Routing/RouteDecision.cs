namespace Ccsp.Gateway.Notifications.Routing;

/// <summary>Whether one channel gets one notice.</summary>
internal abstract record RouteDecision
{
    private RouteDecision()
    {
    }

    /// <summary>It is not for this channel.</summary>
    internal sealed record Skip : RouteDecision
    {
        public static Skip Instance { get; } = new();
    }

    /// <summary>The channel was just notified; counted and reported with the next notice.</summary>
    internal sealed record Fold : RouteDecision
    {
        public static Fold Instance { get; } = new();
    }

    /// <param name="DueAt">Now, or when the quiet hours end.</param>
    /// <param name="Folded">How many like it were folded before.</param>
    internal sealed record Send(DateTimeOffset DueAt, int Folded) : RouteDecision;
}
