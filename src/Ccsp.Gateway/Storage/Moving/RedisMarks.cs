using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Storage.Moving;

/// <summary>The marks in a shared store, among the numbers of the queue.</summary>
internal static class RedisMarks
{
    public static async Task<MoveMarks> ReadAsync(RedisLink link, RedisKey meta, CancellationToken cancellationToken)
    {
        var marks = await link.ReadAsync(db => db.HashGetAsync(meta, [MoveMark.Moved, MoveMark.Arriving]), cancellationToken);
        return new MoveMarks(Read(marks[0]), Read(marks[1]));
    }

    private static MoveMark? Read(RedisValue json) => json.IsNull ? null : MoveMark.Read((byte[])json!);
}
