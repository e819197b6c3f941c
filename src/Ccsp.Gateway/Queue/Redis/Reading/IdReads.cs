using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Gateway.Queue.Redis.Reading;

/// <summary>All tasks in the order of their ids, a page at a time.</summary>
internal sealed class IdReads(RedisLink link, QueueKeys keys, RedisTaskReads reads)
{
    /// <param name="after">The last id of the page before; null at first.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="oldestFirst">Otherwise the newest.</param>
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
