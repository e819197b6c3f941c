using System.Diagnostics;
using System.Security.Cryptography;
using StackExchange.Redis;

namespace Ccsp.Gateway.Storage.Redis;

/// <summary>
/// The keys of one room, which change rarely and together: a step reads what it needs, decides, and its writes are applied only if nobody
/// wrote in the room meanwhile; otherwise it is done again.
/// </summary>
internal sealed class RedisRoom(RedisLink link, string name)
{
    private static readonly RedisScript Script = RedisScript.Load("apply");

    /// <summary>Longer than any call is repeated.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private RedisKey Number => Key("number");

    public RedisKey Key(string part) => $"{{ccsp:{link.Options.Name}:0}}:{name}:{part}";

    public Task<T> ReadAsync<T>(Func<IDatabase, Task<T>> read, CancellationToken cancellationToken) =>
        link.ReadAsync(read, cancellationToken);

    /// <param name="step">Reads, decides, and says what to write; may be asked several times.</param>
    /// <exception cref="StorageFull">Nothing happened; the server has no memory left.</exception>
    /// <exception cref="StoreUnavailable">The server cannot be reached, or others always came first.</exception>
    public async Task<T> WriteAsync<T>(Func<IDatabase, RoomWrites, Task<T>> step, CancellationToken cancellationToken)
    {
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < Patience;)
        {
            var (seen, writes, outcome) = await link.ReadAsync(
                async db =>
                {
                    var seen = (string?)await db.StringGetAsync(Number) ?? "0";
                    var writes = new RoomWrites();
                    return (seen, writes, await step(db, writes));
                },
                cancellationToken);
            if (writes.IsEmpty || await ApplyAsync(seen, writes, cancellationToken))
                return outcome;
        }

        throw new StoreUnavailable($"The store is too busy: for {Patience.TotalSeconds:0} s others always came first.");
    }

    /// <summary>
    /// Drawn, not counted: a server that has lost its last writes would count up to a number again that somebody has seen stand for
    /// something else. A number all the same, for earlier versions count on from it.
    /// </summary>
    private static long Next() =>
        RandomNumberGenerator.GetInt32(1, int.MaxValue) * (1L << 31) + RandomNumberGenerator.GetInt32(int.MaxValue);

    private async Task<bool> ApplyAsync(string seen, RoomWrites writes, CancellationToken cancellationToken)
    {
        List<RedisKey> keys = [Number, Key("reply:" + Guid.NewGuid().ToString("N")), $"{{ccsp:{link.Options.Name}:0}}:meta"];
        List<RedisValue> words = [(long)Remembered.TotalMilliseconds, seen, Next()];
        foreach (var (command, key, arguments) in writes.All)
        {
            keys.Add(key);
            words.AddRange([command, keys.Count, arguments.Length, .. arguments]);
        }

        var applied = (int)await link.RunAsync(Script, [.. keys], [.. words], cancellationToken) == 1;
        link.Condition.Wrote();
        return applied;
    }
}
