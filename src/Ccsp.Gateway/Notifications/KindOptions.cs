using Ccsp.Contracts;
using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Notifications;

/// <summary>What the configuration says about one kind; null members leave the default.</summary>
internal sealed record KindOptions
{
    public bool? Enabled { get; init; }

    public Severity? Severity { get; init; }

    /// <summary>Only these channels, whatever their minimum.</summary>
    [ChannelNames]
    public IReadOnlyList<string>? Channels { get; init; }

    [NonEmpty("a text; {field} stands for a field of the event")]
    public string? Title { get; init; }

    [NonEmpty("a text; {field} stands for a field of the event")]
    public string? Body { get; init; }
}
