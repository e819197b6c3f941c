using Ccsp.Contracts;
using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Notifications;

/// <summary>Configured overrides for one kind; null members keep the default.</summary>
internal sealed record KindOptions
{
    public bool? Enabled { get; init; }

    public Severity? Severity { get; init; }

    /// <summary>Exactly these channels, whatever their minimum severity.</summary>
    [ChannelNames]
    public IReadOnlyList<string>? Channels { get; init; }

    [NonEmpty("a text; {field} stands for a field of the event")]
    public string? Title { get; init; }

    [NonEmpty("a text; {field} stands for a field of the event")]
    public string? Body { get; init; }
}
