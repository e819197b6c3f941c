using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Api;

/// <summary>
/// Retries ended tasks. Each retry is a change of its own, so a large number never blocks the store's writer. Tasks are read page by page,
/// oldest first, so that a task is retried after those it depends on and waits for them.
/// </summary>
internal sealed class MassRetry(ITaskStore store, TimeProvider time)
{
    /// <summary>Tasks held in memory at a time; their changes share commits.</summary>
    private const int PageSize = 200;

    /// <summary>Number of tasks and refusals listed by name; the rest are only counted.</summary>
    private const int Named = 20;

    public async Task<RetryReceipt> RunAsync(RetryFilter filter, bool dryRun, string actor, CancellationToken cancellationToken)
    {
        var (matched, retried) = (0, 0);
        Dictionary<string, string> refused = new(StringComparer.Ordinal);
        Queue<string> newest = new(Named);
        string? after = null;
        do
        {
            var page = await StorePatience.StepAsync(store.ListAsync(
                filter.Filter with { Limit = PageSize, After = after, TextCharacters = 0, OldestFirst = true }, cancellationToken));
            after = page.Next;
            List<Found> found =
            [
                .. page.Items.Where(record => filter.Matches(record.Task))
                    .Select(record => new Found(record.Task.Id, record.Spec.DependsOn ?? [])),
            ];
            matched += found.Count;
            foreach (var (id, _) in found)
            {
                if (newest.Count == Named)
                    newest.Dequeue();
                newest.Enqueue(id);
            }

            foreach (var wave in dryRun ? [] : Waves(found))
                retried += Count(await StorePatience.StepAsync(RetryAsync(wave, actor, cancellationToken)), refused);
        }
        while (after is not null);
        return new RetryReceipt(dryRun, matched, retried, filter.EndedBy, [.. newest.Reverse()], refused);
    }

    private static int Count(IEnumerable<(string Id, ChangeOutcome Outcome)> outcomes, Dictionary<string, string> refused)
    {
        var retried = 0;
        foreach (var (id, outcome) in outcomes)
        {
            if (outcome is ChangeOutcome.Applied)
                retried++;
            else if (refused.Count < Named)
                refused[id] = outcome is ChangeOutcome.Refused no ? no.Reason : "It is not kept any more.";
        }

        return retried;
    }

    /// <summary>Groups tasks so that none depends on another of the same wave; a wave is retried in parallel.</summary>
    private static IEnumerable<IReadOnlyCollection<string>> Waves(IEnumerable<Found> oldestFirst)
    {
        HashSet<string> wave = new(StringComparer.Ordinal);
        foreach (var (id, parents) in oldestFirst)
        {
            if (parents.Any(wave.Contains))
            {
                yield return wave;
                wave = new(StringComparer.Ordinal);
            }

            wave.Add(id);
        }

        if (wave.Count > 0)
            yield return wave;
    }

    private Task<(string Id, ChangeOutcome Outcome)[]> RetryAsync(IEnumerable<string> ids, string actor,
        CancellationToken cancellationToken) =>
        Task.WhenAll(
            ids.Select(
                async id => (id, await store.ChangeAsync(new TaskChange.Retry(id, actor, time.GetUtcNow(), AfterParents: true),
                    cancellationToken))));

    private readonly record struct Found(string Id, IReadOnlyList<string> Parents);
}
