using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Logins.Redis;
using Ccsp.Gateway.Storage.Moving;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Logins.Moving;

/// <summary>All sessions in a shared store; one record.</summary>
internal sealed class RedisLoginRecords(RedisLink link, QueueKeys keys)
    : JsonRecords<StoredLogins>("sessions", MovedLoginsJson.Default.StoredLogins)
{
    private RedisKey Fields => keys.Room(RedisLoginStateStore.Room);

    protected override async Task<(IReadOnlyList<StoredLogins> Items, string? Next)> PageAsync(string? after,
        CancellationToken cancellationToken)
    {
        var fields = await link.ReadAsync(db => db.HashGetAllAsync(Fields), cancellationToken);
        return ([RedisLoginStateStore.Read(
            fields.ToDictionary(field => (string)field.Name!, field => (byte[])field.Value!, StringComparer.Ordinal))], null);
    }

    protected override Task PutAsync(IReadOnlyList<StoredLogins> items, CancellationToken cancellationToken) => link.ReadAsync(
        async db =>
        {
            foreach (var (sessions, cursor) in items)
                await db.HashSetAsync(Fields,
                    [.. RedisLoginStateStore.Write(sessions, cursor).Select(field => new HashEntry(field.Name, field.Value))]);
            return true;
        },
        cancellationToken);
}
