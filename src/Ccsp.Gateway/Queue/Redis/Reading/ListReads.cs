
namespace Ccsp.Gateway.Queue.Redis.Reading;

/// <summary>
/// Pages of tasks, newest first. A filter looks at a bounded number of rows per page; when it finds too few among them the page ends there and
/// its cursor goes on.
/// </summary>
internal sealed class ListReads(IdReads ids, TaskReads reads)
{
    /// <summary>Rows looked at per page.</summary>
    private const int RowBudget = 50_000;

    /// <summary>Rows whose texts are looked at per page.</summary>
    private const int SearchBudget = 10_000;

    public async Task<TaskPage> PageAsync(TaskFilter filter, CancellationToken stop)
    {
        List<StoredTask> found = [];
        var (looked, searched, after) = (0, 0, filter.After);
        while (looked < RowBudget && searched < SearchBudget)
        {
            var (rows, next) = await ids.PageAsync(after, stop);
            looked += rows.Count;
            List<StoredTask> matching = [.. rows.Where(row => filter.Matches(row.Task))];
            if (filter.Search is not null)
            {
                searched += matching.Count;
                matching = [.. (await reads.RecordsAsync(matching, whole: true, stop)).Zip(matching).Where(one => filter.MatchesText(one.First)).Select(one => one.Second)];
            }

            found.AddRange(matching);
            if (found.Count > filter.Limit)
                return new TaskPage(await reads.RecordsAsync(found[..filter.Limit], whole: false, stop), found[filter.Limit - 1].Task.Id);
            after = next;
            if (next is null)
                break;
        }

        return new TaskPage(await reads.RecordsAsync(found, whole: false, stop), after);
    }
}
