namespace Ccsp.Gateway.Gates;

/// <summary>So many within so long? Remembers no more than it needs.</summary>
internal sealed class TroubleCount(int? most, TimeSpan within)
{
    private readonly Queue<DateTimeOffset> seen = new();

    public TimeSpan Within { get; } = within;

    /// <summary>Counts one.</summary>
    /// <returns>Whether it is the one too many; counting begins anew then. Never when it is switched off.</returns>
    public bool IsReachedBy(DateTimeOffset at)
    {
        if (most is not { } limit)
            return false;
        seen.Enqueue(at);
        while (seen.Peek() < at - Within)
            seen.Dequeue();
        if (seen.Count < limit)
            return false;
        seen.Clear();
        return true;
    }
}
