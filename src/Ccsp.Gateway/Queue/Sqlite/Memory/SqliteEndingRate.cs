namespace Ccsp.Gateway.Queue.Sqlite.Memory;

/// <summary>Endings over the last five minutes, by the second.</summary>
internal sealed class SqliteEndingRate
{
    private const int WindowSeconds = 300;
    private readonly int[] _counts = new int[WindowSeconds];
    private readonly long[] _seconds = new long[WindowSeconds];

    public void Clear() => Array.Clear(_seconds);

    public void Add(DateTimeOffset at, int count)
    {
        var second = at.ToUnixTimeSeconds();
        var slot = (int)(second % WindowSeconds);
        // The slot holds a newer second: this one is outside the window.
        if (second < _seconds[slot])
            return;
        if (second > _seconds[slot])
            (_seconds[slot], _counts[slot]) = (second, 0);
        _counts[slot] += count;
    }

    public double? PerSecond(DateTimeOffset now)
    {
        var newest = now.ToUnixTimeSeconds();
        var sum = 0;
        for (var slot = 0; slot < WindowSeconds; slot++)
        {
            if (_seconds[slot] > newest - WindowSeconds && _seconds[slot] <= newest)
                sum += _counts[slot];
        }

        return sum == 0 ? null : (double)sum / WindowSeconds;
    }
}
