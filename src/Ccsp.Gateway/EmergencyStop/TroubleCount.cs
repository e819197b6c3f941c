namespace Ccsp.Gateway.EmergencyStop;

/// <summary>Detects a number of events within a period. Remembers no more than it needs.</summary>
internal sealed class TroubleCount(int? most, TimeSpan within)
{
    private readonly Queue<DateTimeOffset> _seen = new();

    public TimeSpan Within { get; } = within;

    /// <summary>Counts one event.</summary>
    /// <returns>Whether the number is reached, after which counting starts anew; never when off.</returns>
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
