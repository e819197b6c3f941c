using Ccsp.Gateway.Queue.Stored;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>How fast tasks ended over the last minutes.</summary>
internal static class RedisEndingRate
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    public static async Task<double?> ReadAsync(IDatabase db, QueueKeys keys, DateTimeOffset now)
    {
        var since = Milliseconds.Of(now - Window);
        var counts = await Task.WhenAll(
            EndedStates.All.Select(state => db.SortedSetLengthAsync(keys.Ended(state), since, exclude: Exclude.Start)));
        return counts.Sum() == 0 ? null : counts.Sum() / Window.TotalSeconds;
    }
}
