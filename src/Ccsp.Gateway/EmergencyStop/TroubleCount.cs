namespace Ccsp.Gateway.EmergencyStop;

/// <summary>So many within so long? Remembers no more than it needs.</summary>
internal sealed class TroubleCount(int? most, TimeSpan within)
{
    private readonly Queue<DateTimeOffset> _seen = new();

    public TimeSpan Within { get; } = within;

    /// <summary>Counts one.</summary>
    /// <returns>Whether it is the one too many; counting begins anew then. Never when it is switched off.</returns>
    public bool IsReachedBy(DateTimeOffset at)
    {
        if (most is not { } limit)
            return false;
        _seen.Enqueue(at);
        while (_seen.Peek() < at - Within)
            _seen.Dequeue();
        if (_seen.Count < limit)
            return false;
        _seen.Clear();
        return true;
    }
}
