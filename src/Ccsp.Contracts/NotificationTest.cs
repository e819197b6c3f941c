using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>Requests a test notification.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record NotificationTest
{
    /// <summary>The channel, for example <c>slack</c>.</summary>
    public string? Channel { get; init; }
}
