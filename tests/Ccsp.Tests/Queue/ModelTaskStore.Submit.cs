using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Tests.Queue;

internal sealed partial class ModelTaskStore
{
    public Task<IReadOnlyList<SubmitOutcome>> SubmitAsync(SubmitBatch batch, CancellationToken cancellationToken) =>
        Step<IReadOnlyList<SubmitOutcome>>(() =>
    {
        var before = _state.Copy();
        List<SubmitOutcome> outcomes = [];
        foreach (var item in batch.Items)
        {
            var outcome = SubmitOne(item, batch.Now);
            outcomes.Add(outcome);
            if (!batch.Atomic || outcome is SubmitOutcome.Accepted or SubmitOutcome.Repeated)
                continue;
            _state = before;
            return [.. batch.Items.Select((_, index) => index == outcomes.Count - 1 ? outcome : new SubmitOutcome.NotAttempted())];
        }

        return outcomes;
    });

    private SubmitOutcome SubmitOne(Submit item, DateTimeOffset now)
    {
        if (item.IdempotencyKey is { } key && Remembered(item.Caller, key, now) is { } earlier)
        {
            return earlier.ContentHash == item.ContentHash
                ? new SubmitOutcome.Repeated(Find(earlier.TaskId)!)
                : new SubmitOutcome.KeyConflict(earlier.TaskId);
        }

        var spec = item.Task.Spec;
        var parentIds = (spec.DependsOn ?? []).Distinct(StringComparer.Ordinal).ToList();
        if (parentIds.Find(id => Find(id) is null) is { } unknown)
            return new SubmitOutcome.UnknownParent(unknown);
        var parents = parentIds.ConvertAll(id => Find(id)!);
        var onFailure = spec.OnParentFailure ?? ParentFailure.Fail;
        var failed = onFailure == ParentFailure.Fail ? parents.Find(parent => parent.IsTerminal && parent.State != TaskState.Succeeded)?.Id
            : null;
        var accepted = Transitions.Submit(item.Task, parents.Count(parent => !parent.IsTerminal), failed, now, Rules);
        if (Backpressure.Check(accepted.Task, DepthsFor(accepted.Task), options, EndingsPerSecond(now)) is { } full)
            return full;

        // Not queued yet: Put moves it from the state it starts in to the one it was given.
        _state.Records.Add(accepted.Task.Id, new TaskRecord(accepted.Task with { State = TaskState.Held }, spec));
        _state.Dependencies.AddRange(
            parents.Select(parent =>
                new ModelDependency(parent.Id, accepted.Task.Id, onFailure, Open: !parent.IsTerminal && failed is null)));
        if (item.IdempotencyKey is not null)
            _state.Keys.Add(new ModelKey(item.Caller, item.IdempotencyKey, item.ContentHash, accepted.Task.Id, now));
        Put(accepted);
        return new SubmitOutcome.Accepted(accepted.Task);
    }

    private ModelKey? Remembered(string caller, string key, DateTimeOffset now) =>
        _state.Keys.FindLast(stored => stored.Caller == caller && stored.Key == key && stored.At.AddHours(options.IdempotencyHours) > now);

    private Depths DepthsFor(AgentTask task) => new(
        Live.Count(),
        Live.Count(other => other.PriorityClass == task.PriorityClass),
        Live.Count(other => other.Agent == task.Agent),
        Live.Count(other => other.Group == task.Group));

    private double? EndingsPerSecond(DateTimeOffset now)
    {
        var minutes = TimeSpan.FromMinutes(5);
        var endings = Tasks.Count(task => task.FinishedAt > now - minutes);
        return endings == 0 ? null : endings / minutes.TotalSeconds;
    }
}
