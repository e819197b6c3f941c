using System.Text.Json;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Security.Redis;

/// <summary>One field for each instance.</summary>
internal sealed class RedisSharedApiKeys(RedisLink link, RedisRoom room) : ISharedApiKeys
{
    private RedisKey Keys => room.Key("hashes");

    public Task PutAsync(string instanceId, IReadOnlyList<StoredKey> keys, CancellationToken cancellationToken) => 
        link.SpareAsync(
            "HSET", Keys, [instanceId, JsonSerializer.SerializeToUtf8Bytes(new StoredKeys(keys), KeyJson.Default.StoredKeys)],
            cancellationToken);

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<StoredKey>>> AllAsync(CancellationToken cancellationToken)
    {
        var fields = await room.ReadAsync(db => db.HashGetAllAsync(Keys), cancellationToken);
        return fields.ToDictionary(
            field => (string)field.Name!,
            field => JsonSerializer.Deserialize((byte[])field.Value!, KeyJson.Default.StoredKeys)!.Keys, StringComparer.Ordinal);
    }
}
