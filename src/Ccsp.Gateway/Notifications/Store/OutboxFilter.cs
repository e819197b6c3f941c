using Ccsp.Contracts;

namespace Ccsp.Gateway.Notifications.Store;

/// <summary>Newest first.</summary>
/// <param name="State">Only in this state; null: all.</param>
/// <param name="Channel">Only of this channel; null: all.</param>
/// <param name="Limit">At most so many.</param>
/// <param name="Before">Only ids below; null: from the newest.</param>
internal sealed record OutboxFilter(NotificationState? State, string? Channel, int Limit, long? Before);
