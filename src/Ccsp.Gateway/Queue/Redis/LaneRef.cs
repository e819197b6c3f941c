using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Tasks;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>A lane with the Redis keys of its order.</summary>
/// <param name="Json">The stored form of the key.</param>
/// <param name="Name">Hash of the stored key.</param>
internal sealed record LaneRef(LaneKey Key, byte[] Json, string Name, RedisKey Places, RedisKey Heads, RedisKey GroupOrder)
{
    private const int NameBytes = 15;

    public static LaneRef Of(AgentTask task, QueueKeys keys) => Of(LaneKey.Of(task), keys);

    public static LaneRef Of(LaneKey key, QueueKeys keys)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(key, RedisJson.Default.LaneKey);
        var name = Base64Url.EncodeToString(SHA256.HashData(json).AsSpan(0, NameBytes));
        return new LaneRef(key, json, name, keys.Lane(name), keys.Heads(key.PriorityClass, key.Group), keys.GroupOrder(key.PriorityClass));
    }

    public static LaneRef Read(byte[] json, QueueKeys keys) => Of(JsonSerializer.Deserialize(json, RedisJson.Default.LaneKey), keys);
}
