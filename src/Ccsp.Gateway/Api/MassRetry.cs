using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Api;

/// <summary>Which ended tasks are meant, beyond what the store's filter knows.</summary>
/// <param name="Filter">For the store.</param>
/// <param name="Reason">Why they failed; null: whatever the reason.</param>
/// <param name="EndedBy">Those that ended later are not looked at.</param>
internal sealed record RetryFilter(TaskFilter Filter, FailReason? Reason, DateTimeOffset EndedBy)
{
    public bool Matches(AgentTask task) => (Reason is null || task.FailReason == Reason) && task.FinishedAt <= EndedBy;
}

/// <summary>
/// Runs ended tasks again, page by page: each task is a change of its own, so a mass of them never holds up the store's writer. Counting and
/// retrying walk the same pages, newest first; a task that fails again meanwhile is behind the walk and not met twice.
/// </summary>
internal sealed class MassRetry(ITaskStore store, TimeProvider time)
{
    /// <summary>Tasks asked for together; their changes share commits.</summary>
    private const int PageSize = 200;

    /// <summary>Tasks and refusals that are named; the others are counted.</summary>
    private const int Named = 20;

    public async Task<RetryReceipt> RunAsync(RetryFilter filter, bool dryRun, string actor, CancellationToken stop)
    {
        var (matched, retried) = (0, 0);
        List<string> first = [];
        Dictionary<string, string> refused = new(StringComparer.Ordinal);
        string? after = null;
        do
        {
            var page = await store.ListAsync(filter.Filter with { Limit = PageSize, After = after, TextCharacters = 0 }, stop);
            after = page.Next;
            var ids = page.Items.Where(record => filter.Matches(record.Task)).Select(record => record.Task.Id).ToList();
            matched += ids.Count;
            first.AddRange(ids.Take(Named - first.Count));
            if (dryRun)
                continue;
            foreach (var (id, outcome) in await RetryAsync(ids, actor, stop))
            {
                if (outcome is ChangeOutcome.Applied)
                    retried++;
                else if (refused.Count < Named)
                    refused[id] = outcome is ChangeOutcome.Refused no ? no.Reason : "It is not kept any more.";
            }
        }
        while (after is not null);
        return new RetryReceipt(dryRun, matched, retried, filter.EndedBy, first, refused);
    }

    private Task<(string Id, ChangeOutcome Outcome)[]> RetryAsync(IEnumerable<string> ids, string actor, CancellationToken stop) =>
        Task.WhenAll(ids.Select(async id => (id, await store.ChangeAsync(new TaskChange.Retry(id, actor, time.GetUtcNow()), stop))));
}
