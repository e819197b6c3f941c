using System.Text.Json;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis.Reading;

internal static class LeaseReads
{
    public static async Task<LeaseTable> ReadAsync(IDatabase db, QueueKeys keys)
    {
        var fields = await db.HashGetAllAsync(keys.Leases);
        return new LeaseTable(
            fields.ToDictionary(field => (string)field.Name!,
                field => JsonSerializer.Deserialize((byte[])field.Value!, RedisJson.Default.LeaseEntry)!, StringComparer.Ordinal));
    }
}
