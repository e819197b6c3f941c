using Ccsp.Contracts;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Queue;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ccsp.Gateway.Api;

/// <summary>Applies changes of one task in order and answers with the task as it is then. Stops at the first that is refused.</summary>
internal sealed class Changes(ITaskStore store, TaskCancel cancel, Catalogue known, TimeProvider time)
{
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    public async Task<Results<Ok<TaskView>, Refusal>> ApplyAsync(string id, IReadOnlyList<TaskChange> changes, CancellationToken stop)
    {
        if (!TaskIds.IsOne(id))
            return new Refusal(Problems.NoTask(id));
        foreach (var change in changes)
        {
            var outcome = change is TaskChange.Cancel asked ? await cancel.CancelAsync(asked) : await store.ChangeAsync(change, stop);
            if (outcome is not ChangeOutcome.Applied)
                return new Refusal(Problems.Of(outcome, id));
        }

        // A run that is being stopped without the store's knowledge is shown as it is; the store may not answer at all.
        return (cancel.Unwritten(id) ?? await store.GetAsync(id, stop)) is { } record
            ? TypedResults.Ok(Views.Task(record, known.Durability))
            : new Refusal(Problems.NoTask(id));
    }
}
