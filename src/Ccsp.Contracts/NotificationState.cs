using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>Where a notification for one channel stands.</summary>
[JsonConverter(typeof(WordConverter<NotificationState>))]
public enum NotificationState
{
    /// <summary>To be sent, now or when its time has come.</summary>
    Waiting,

    /// <summary>Being sent.</summary>
    Sending,

    /// <summary>The channel took it.</summary>
    Sent,

    /// <summary>Given up after the last try.</summary>
    Dead,

    /// <summary>Not sent because it was over before its time came.</summary>
    Folded,
}
