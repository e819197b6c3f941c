namespace Ccsp.Bench.Support;

/// <summary>The clock <c>date +%s%N</c> reads, so that two processes can be compared.</summary>
internal static class Clock
{
    public static long Nanoseconds => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
}
