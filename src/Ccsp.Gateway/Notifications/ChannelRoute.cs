using Ccsp.Contracts;

namespace Ccsp.Gateway.Notifications;

/// <summary>A configured channel as the router needs it.</summary>
/// <param name="Channel">One of <see cref="ChannelNames"/>.</param>
/// <param name="Minimum">The lowest severity it receives.</param>
/// <param name="Disturbs">Whether quiet hours apply to it; a log wakes nobody.</param>
internal sealed record ChannelRoute(string Channel, Severity Minimum, bool Disturbs = true);
