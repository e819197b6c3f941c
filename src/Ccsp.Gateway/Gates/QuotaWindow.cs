using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Gates;

/// <summary>What was last heard of one window of a provider's quota.</summary>
/// <param name="Utilization">0 to 1; null when it was not told.</param>
/// <param name="ResetsAt">When it starts anew; null when it was not told.</param>
/// <param name="Exhausted">The provider refuses requests until the reset.</param>
/// <param name="Source"><c>event</c> (the CLI said so), <c>text</c> (read from its message) or <c>estimated</c>.</param>
internal sealed record QuotaWindow(double? Utilization, DateTimeOffset? ResetsAt, bool Exhausted, string Source, DateTimeOffset SeenAt)
{
    /// <summary>Until when this is worth anything: nobody knows how full a window is that has started anew. One whose end nobody told is
    /// trusted for an hour.</summary>
    [JsonIgnore]
    public DateTimeOffset EndsAt => ResetsAt ?? SeenAt.AddHours(1);

    public bool IsCurrentAt(DateTimeOffset now) => EndsAt > now;
}
