using StackExchange.Redis;

namespace Ccsp.Gateway.Storage.Redis;

/// <summary>The migration marks in a shared store.</summary>
internal static class RedisMigrationMarks
{
    public static async Task<MigrationMarks> ReadAsync(RedisLink link, RedisKey meta, CancellationToken cancellationToken)
    {
        var marks = await link.ReadAsync(db => db.HashGetAsync(meta, [MigrationMark.Moved, MigrationMark.Arriving]), cancellationToken);
        return new MigrationMarks(Read(marks[0]), Read(marks[1]));
    }

    private static MigrationMark? Read(RedisValue json) => json.IsNull ? null : MigrationMark.Read((byte[])json!);
}
