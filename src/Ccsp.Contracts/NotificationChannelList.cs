using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>The configured channels.</summary>
/// <param name="Items">By name.</param>
public sealed record NotificationChannelList([property: JsonRequired] IReadOnlyList<NotificationChannel> Items);
