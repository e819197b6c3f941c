using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Notifications;

/// <summary>Quiet hours, in which only critical notices are sent.</summary>
internal sealed record NotifyQuietConfig
{
    public TimeOnly? From { get; init; }

    public TimeOnly? To { get; init; }

    /// <summary>Name of a time zone, for example <c>Europe/Berlin</c>.</summary>
    [TimeZone("Europe/Berlin")]
    public string Zone { get; init; } = "UTC";
}
