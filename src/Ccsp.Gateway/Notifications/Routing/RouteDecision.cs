namespace Ccsp.Gateway.Notifications.Routing;

/// <summary>The routing of one notice on one channel.</summary>
internal abstract record RouteDecision
{
    private RouteDecision()
    {
    }

    /// <summary>Not for this channel.</summary>
    internal sealed record Skip : RouteDecision
    {
        public static Skip Instance { get; } = new();
    }

    /// <summary>The channel was just notified; counted and reported with the next notice.</summary>
    internal sealed record Fold : RouteDecision
    {
        public static Fold Instance { get; } = new();
    }

    /// <param name="DueAt">Now, or at the end of the quiet hours.</param>
    /// <param name="Folded">Number of similar notices folded before.</param>
    internal sealed record Send(DateTimeOffset DueAt, int Folded) : RouteDecision;
}
