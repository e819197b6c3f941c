using Ccsp.Contracts;

namespace Ccsp.Gateway.Notifications;

/// <summary>A configured channel as the router sees it.</summary>
/// <param name="Channel">One of <see cref="ChannelNames"/>.</param>
/// <param name="Minimum">The least severity it is told.</param>
/// <param name="Disturbs">Whether quiet hours are for it; a log wakes nobody.</param>
internal sealed record ChannelRoute(string Channel, Severity Minimum, bool Disturbs = true);
