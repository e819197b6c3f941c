using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>The result of a test notification.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Ok">Whether the channel accepted it.</param>
/// <param name="Detail">What the channel did, or why it failed.</param>
public sealed record NotificationTested(string Channel, [property: JsonRequired] bool Ok, string Detail);
