using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>The state of a notification on one channel.</summary>
[JsonConverter(typeof(EnumNameConverter<NotificationState>))]
public enum NotificationState
{
    /// <summary>To be sent, now or at its due time.</summary>
    Waiting,

    /// <summary>Being sent.</summary>
    Sending,

    /// <summary>The channel accepted it.</summary>
    Sent,

    /// <summary>Given up after the last attempt.</summary>
    Dead,

    /// <summary>Not sent, because its incident ended before it was due.</summary>
    Folded,
}
