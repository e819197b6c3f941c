using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>The result of sending given-up notifications again.</summary>
/// <param name="Retried">How many wait to be sent again.</param>
public sealed record NotificationsRetried([property: JsonRequired] int Retried);
