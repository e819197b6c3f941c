using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>Selects the given-up notifications to send again.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record NotificationRetry
{
    /// <summary>Only those of this channel; absent: of all.</summary>
    public string? Channel { get; init; }
}
