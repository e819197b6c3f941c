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
        var failed = onFailure == ParentFailure.Fail ? parents.Find(parent => parent.HasEnded() && parent.State != TaskState.Succeeded)?.Id
            : null;
        var accepted = ModelTransitions.Submit(item.Task, parents.Count(parent => !parent.HasEnded()), failed, now, Rules);
        if (NoRoom(accepted.Task, now) is { } full)
            return full;

        // Not queued yet: Put moves it from the state it starts in to the one it was given.
        _state.Records.Add(accepted.Task.Id, new TaskRecord(accepted.Task with { State = TaskState.Held }, spec));
        _state.Dependencies.AddRange(
            parents.Select(parent =>
                new ModelDependency(parent.Id, accepted.Task.Id, onFailure, Open: !parent.HasEnded() && failed is null)));
        if (item.IdempotencyKey is not null)
            _state.Keys.Add(new ModelKey(item.Caller, item.IdempotencyKey, item.ContentHash, accepted.Task.Id, now));
        Put(accepted);
        return new SubmitOutcome.Accepted(accepted.Task);
    }

    private ModelKey? Remembered(string caller, string key, DateTimeOffset now) =>
        _state.Keys.FindLast(stored => stored.Caller == caller && stored.Key == key && stored.At.AddHours(options.IdempotencyHours) > now);

    /// <summary>What tasks that are not urgent may fill; never nothing.</summary>
    private int SizeWithoutUrgent =>
        Math.Max(1, (int)Math.Round(Math.Floor((decimal)options.Size * (1 - (decimal)options.UrgentShare))));

    /// <summary>The first limit that is reached, in the order store, class, agent, group.</summary>
    private SubmitOutcome.Full? NoRoom(AgentTask task, DateTimeOffset now)
    {
        var store = task.Priority == Priority.Urgent ? options.Size : SizeWithoutUrgent;
        (string Limit, int Depth, int? Maximum, bool IsCallersOwn)[] limits =
        [
            ("store", Live.Count(), store, false),
            (ModelTask.ClassGate(task.PriorityClass), Live.Count(other => other.PriorityClass == task.PriorityClass),
                options.SizePerClass, false),
            ("agent:" + task.Agent, Live.Count(other => other.Agent == task.Agent), options.SizePerAgent, true),
            ("group:" + task.Group, Live.Count(other => other.Group == task.Group), options.SizePerGroup, true),
        ];
        foreach (var (limit, depth, maximum, isCallersOwn) in limits)
        {
            if (maximum is { } most && depth >= most)
                return new SubmitOutcome.Full(limit, depth, most, isCallersOwn, RetryAfter(depth - most + 1, now))
                {
                    KeptForUrgent = limit == "store" ? options.Size - store : 0,
                };
        }

        return null;
    }

    /// <summary>Little's law: how long so many tasks take to end, at the rate of the last five minutes.</summary>
    private TimeSpan RetryAfter(int excess, DateTimeOffset now)
    {
        var minutes = TimeSpan.FromMinutes(5);
        var endings = Tasks.Count(task => task.FinishedAt > now - minutes);
        if (endings == 0)
            return TimeSpan.FromMinutes(1);
        var seconds = excess / (endings / minutes.TotalSeconds);
        return TimeSpan.FromSeconds(seconds < 1 ? 1 : seconds > 3600 ? 3600 : seconds);
    }
}
