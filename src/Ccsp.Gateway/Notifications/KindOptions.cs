using Ccsp.Contracts;

namespace Ccsp.Gateway.Notifications;

/// <summary>What the configuration says about one kind; null members leave the default.</summary>
internal sealed record KindOptions
{
    public bool? Enabled { get; init; }

    public Severity? Severity { get; init; }

    /// <summary>Only these channels, whatever their minimum.</summary>
    public IReadOnlyList<string>? Channels { get; init; }

    public string? Title { get; init; }

    public string? Body { get; init; }
}
