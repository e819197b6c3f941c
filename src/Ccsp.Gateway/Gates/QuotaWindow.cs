using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Gates;

/// <summary>The latest observation of one window of a provider's quota.</summary>
/// <param name="Utilization">0 to 1; null when it was not reported.</param>
/// <param name="ResetsAt">When it starts anew; null when it was not reported.</param>
/// <param name="Exhausted">The provider refuses requests until the reset.</param>
/// <param name="Source"><c>event</c> (the CLI said so), <c>text</c> (read from its message) or <c>estimated</c>.</param>
internal sealed record QuotaWindow(double? Utilization, DateTimeOffset? ResetsAt, bool Exhausted, string Source, DateTimeOffset SeenAt)
{
    /// <summary>
    /// How long the observation is valid: a window that started anew has unknown use. One without a known end is trusted for an hour.
    /// </summary>
    [JsonIgnore]
    public DateTimeOffset EndsAt => ResetsAt ?? SeenAt.AddHours(1);

    public bool IsCurrentAt(DateTimeOffset now) => EndsAt > now;
}
