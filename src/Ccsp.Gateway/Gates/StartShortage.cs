namespace Ccsp.Gateway.Gates;

/// <summary>Why an instance starts no run at present.</summary>
/// <param name="Reason">A phrase for those who wait.</param>
/// <param name="TriedAt">When it is tried again; null: as soon as what it lacks is there.</param>
internal sealed record StartShortage(string Reason, DateTimeOffset? TriedAt)
{
    /// <summary>Other instances share the queue and may start what this one cannot.</summary>
    public bool OthersMayStart { get; init; }
}
