using StackExchange.Redis;

namespace Ccsp.Gateway.Storage.Redis;

/// <summary>What a step writes, in order.</summary>
internal sealed class RoomWrites
{
    private readonly List<(string Command, RedisKey Key, RedisValue[] Arguments)> _all = [];

    public IReadOnlyList<(string Command, RedisKey Key, RedisValue[] Arguments)> All => _all;

    public bool IsEmpty => _all.Count == 0;

    public void Run(string command, RedisKey key, params RedisValue[] arguments) => _all.Add((command, key, arguments));
}
