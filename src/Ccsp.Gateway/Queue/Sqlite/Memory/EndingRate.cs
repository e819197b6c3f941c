namespace Ccsp.Gateway.Queue.Sqlite.Memory;

/// <summary>Endings over the last five minutes, by the second.</summary>
internal sealed class EndingRate
{
    private const int WindowSeconds = 300;
    private readonly int[] counts = new int[WindowSeconds];
    private readonly long[] seconds = new long[WindowSeconds];

    public void Clear() => Array.Clear(seconds);

    public void Add(DateTimeOffset at, int count)
    {
        var second = at.ToUnixTimeSeconds();
        var slot = (int)(second % WindowSeconds);
        // Older than what the slot holds: outside of the window already.
        if (second < seconds[slot])
            return;
        if (second > seconds[slot])
            (seconds[slot], counts[slot]) = (second, 0);
        counts[slot] += count;
    }

    /// <summary>Null when nothing ended.</summary>
    public double? PerSecond(DateTimeOffset now)
    {
        var newest = now.ToUnixTimeSeconds();
        var sum = 0;
        for (var slot = 0; slot < WindowSeconds; slot++)
        {
            if (seconds[slot] > newest - WindowSeconds && seconds[slot] <= newest)
                sum += counts[slot];
        }

        return sum == 0 ? null : (double)sum / WindowSeconds;
    }
}
