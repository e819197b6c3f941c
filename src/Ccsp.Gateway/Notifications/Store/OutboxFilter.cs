using Ccsp.Contracts;

namespace Ccsp.Gateway.Notifications.Store;

/// <summary>Newest first.</summary>
/// <param name="State">Only this state; null: all.</param>
/// <param name="Channel">Only this channel; null: all.</param>
/// <param name="Limit">Maximum number.</param>
/// <param name="Before">Only lower ids; null: from the newest.</param>
internal sealed record OutboxFilter(NotificationState? State, string? Channel, int Limit, long? Before);
