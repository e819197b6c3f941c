using System.Globalization;

namespace Ccsp.Contracts;

/// <content>Notifications.</content>
public sealed partial class GatewayClient
{
    /// <summary>Lists notifications.</summary>
    /// <param name="state">Only this state; null: all.</param>
    /// <param name="limit">Maximum number, 1 to 500.</param>
    /// <param name="before">The <c>next</c> of the previous page.</param>
    /// <param name="channel">Only of this channel; null: of all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Newest first.</returns>
    public Task<NotificationList> GetNotificationsAsync(
        NotificationState? state = null, int limit = 50, long? before = null, string? channel = null,
        CancellationToken cancellationToken = default)
    {
        var query = string.Create(CultureInfo.InvariantCulture, $"?limit={limit}");
        if (state is { } only)
            query += "&state=" + EnumNames<NotificationState>.Of(only);
        if (channel is not null)
            query += "&channel=" + Uri.EscapeDataString(channel);
        if (before is { } end)
            query += string.Create(CultureInfo.InvariantCulture, $"&before={end}");
        return GetAsync("/api/v1/notifications" + query, CcspJson.Wire.NotificationList, cancellationToken);
    }

    /// <summary>Sends a notification that was given up again, and one that waits now. One that was sent is not sent again.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Its state.</returns>
    public Task<NotificationView> RetryNotificationAsync(long id, CancellationToken cancellationToken = default) => SendAsync(
        new Request(HttpMethod.Post, string.Create(CultureInfo.InvariantCulture, $"/api/v1/notifications/{id}/retry"), Repeatable: true),
        CcspJson.Wire.NotificationView,
        cancellationToken);

    /// <summary>Sends all notifications that were given up again.</summary>
    /// <param name="channel">Only those of this channel; null: of all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Their number.</returns>
    public Task<NotificationsRetried> RetryNotificationsAsync(string? channel = null, CancellationToken cancellationToken = default) =>
        SendAsync(
            Request.With(
                HttpMethod.Post, "/api/v1/notifications/retry", repeatable: false, new NotificationRetry { Channel = channel },
                CcspJson.Wire.NotificationRetry),
            CcspJson.Wire.NotificationsRetried,
            cancellationToken);

    /// <summary>Reads the health of the notification channels.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>By name.</returns>
    public Task<NotificationChannelList> GetNotificationChannelsAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/api/v1/notifications/channels", CcspJson.Wire.NotificationChannelList, cancellationToken);

    /// <summary>Sends a test notification over one channel and waits for the result.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether the channel accepted it.</returns>
    public Task<NotificationTested> TestNotificationAsync(string channel, CancellationToken cancellationToken = default) => SendAsync(
        Request.With(
            HttpMethod.Post, "/api/v1/notifications/test", repeatable: false, new NotificationTest { Channel = channel },
            CcspJson.Wire.NotificationTest),
        CcspJson.Wire.NotificationTested,
        cancellationToken);
}
