using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Gateway.Queue.Redis.Reading;

/// <summary>All tasks in the order of their ids, a page at a time.</summary>
internal sealed class IdReads(RedisLink link, QueueKeys keys, RedisTaskReads reads)
{
    /// <param name="after">Last id of the previous page; null at first.</param>
    /// <returns>The rows, and where the next page begins; null at the end.</returns>
    public async Task<(IReadOnlyList<StoredTask> Rows, string? Next)> PageAsync(
        string? after, int count, CancellationToken cancellationToken, bool oldestFirst = false)
    {
        var (command, begin, end) = oldestFirst ? ("ZRANGEBYLEX", "-", "+") : ("ZREVRANGEBYLEX", "+", "-");
        var found = await link.ReadAsync(
            async db => (string[])(await db.ExecuteAsync(
                command, keys.Ids, after is null ? begin : "(" + after, end, "LIMIT", 0, count))!,
            cancellationToken);
        var rows = await reads.RowsAsync(found!, cancellationToken);
        return ([.. rows.OfType<StoredTask>()], found!.Length < count ? null : found[^1]);
    }
}
