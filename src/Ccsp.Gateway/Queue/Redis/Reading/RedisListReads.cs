namespace Ccsp.Gateway.Queue.Redis.Reading;

/// <summary>
/// Pages of tasks by id. A page ends when the filter's row budget is used up; its cursor continues there. Texts are read a few tasks at a
/// time, because each may have megabytes.
/// </summary>
internal sealed class RedisListReads(IdReads ids, RedisTaskReads reads)
{
    /// <summary>Rows per round trip: few at first, since a small page may fill at once, then more.</summary>
    private const int FewRows = 16;
    private const int MostRows = 500;

    /// <summary>Tasks whose texts are in memory at once.</summary>
    private const int Texts = 16;

    public async Task<TaskPage> PageAsync(TaskFilter filter, CancellationToken cancellationToken)
    {
        List<TaskRecord> found = [];
        var (examined, after) = (0, filter.After);
        for (var count = Math.Clamp(filter.Limit + 1, FewRows, MostRows); examined < filter.ScanLimit; count =
            Math.Min(2 * count, MostRows))
        {
            var (rows, next) = await ids.PageAsync(after, Math.Min(count, filter.ScanLimit - examined), cancellationToken,
                filter.OldestFirst);
            examined += rows.Count;
            foreach (var few in rows.Where(row => filter.Matches(row.Task)).Chunk(Texts))
            {
                found.AddRange(await SoughtAsync(few, filter, cancellationToken));
                if (found.Count > filter.Limit)
                    return new TaskPage(found[..filter.Limit], found[filter.Limit - 1].Task.Id);
            }

            after = next;
            if (next is null)
                break;
        }

        return new TaskPage(found, after);
    }

    private async Task<IReadOnlyList<TaskRecord>> SoughtAsync(IReadOnlyList<StoredTask> rows, TaskFilter filter,
        CancellationToken cancellationToken)
    {
        if (filter.Search is not null)
            rows = [.. (await reads.RecordsAsync(rows, whole: true, cancellationToken)).Zip(rows)
                .Where(pair => filter.MatchesText(pair.First)).Select(pair => pair.Second)];
        return [.. (await reads.RecordsAsync(rows, filter.Whole, cancellationToken)).Select(record => ListedTexts.Of(record, filter))];
    }
}
