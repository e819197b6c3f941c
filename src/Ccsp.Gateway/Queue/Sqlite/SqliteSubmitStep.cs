using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Sqlite.Memory;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>T1.</summary>
internal sealed class SqliteSubmitStep(TaskWriter tasks, QueueTables tables, QueueMemory memory, SavepointRunner parts,
    QueueOptions options)
{
    /// <param name="texts">The items' JSON, written by the caller's thread.</param>
    public IReadOnlyList<SubmitOutcome> Run(SubmitBatch batch, SubmissionText[] texts)
    {
        var outcomes = new SubmitOutcome[batch.Items.Count];
        // A single item needs no savepoint: it is refused before anything is written.
        if (!batch.Atomic || outcomes.Length == 1)
        {
            for (var i = 0; i < outcomes.Length; i++)
                outcomes[i] = One(batch.Items[i], texts[i], batch.Now);
            return outcomes;
        }

        Array.Fill(outcomes, new SubmitOutcome.NotAttempted());
        var accepted = new SubmitOutcome[outcomes.Length];
        var refused = -1;
        var all = parts.Try(() =>
        {
            for (var i = 0; i < accepted.Length; i++)
            {
                accepted[i] = One(batch.Items[i], texts[i], batch.Now);
                if (accepted[i] is SubmitOutcome.Accepted or SubmitOutcome.Repeated)
                    continue;
                refused = i;
                return false;
            }

            return true;
        });
        if (all)
            return accepted;
        outcomes[refused] = accepted[refused];
        return outcomes;
    }

    private SubmitOutcome One(Submit item, SubmissionText text, DateTimeOffset now)
    {
        if (Earlier(item, now) is { } earlier)
            return earlier;
        var spec = item.Task.Spec;
        var (parents, unknown) = Parents(spec.DependsOn);
        if (unknown is not null)
            return new SubmitOutcome.UnknownParent(unknown);

        var policy = spec.OnParentFailure ?? ParentFailure.Fail;
        var failed = policy == ParentFailure.Fail ? parents.Find(parent => parent.IsTerminal && parent.State != TaskState.Succeeded)?.Id
            : null;
        var submitted = Transitions.Submit(item.Task, parents.Count(parent => !parent.IsTerminal), failed, now, options.Rules);
        if (Backpressure.Check(submitted.Task, DepthsFor(submitted.Task), options, memory.Endings.PerSecond(now)) is { } full)
            return full;

        var task = tasks.Write(null, submitted);
        tables.Submissions.Put(task.Id, text);
        foreach (var parent in parents)
            tables.Dependencies.Insert(new Dependency(parent.Id, task.Id, policy), open: !parent.IsTerminal && failed is null);
        if (item.IdempotencyKey is not null)
            tables.Keys.Put(item.Caller, item.IdempotencyKey, task.Id, item.ContentHash, now.AddHours(options.IdempotencyHours));
        return new SubmitOutcome.Accepted(task);
    }

    private SubmitOutcome? Earlier(Submit item, DateTimeOffset now)
    {
        if (item.IdempotencyKey is null || tables.Keys.Find(item, now) is not { } earlier || tasks.Find(earlier.TaskId) is not { } task)
            return null;
        return earlier.Hash == item.ContentHash ? new SubmitOutcome.Repeated(task) : new SubmitOutcome.KeyConflict(task.Id);
    }

    private (List<AgentTask> Parents, string? Unknown) Parents(IReadOnlyList<string>? ids)
    {
        List<AgentTask> parents = [];
        foreach (var id in (ids ?? []).Distinct(StringComparer.Ordinal))
        {
            if (tasks.Find(id) is not { } parent)
                return ([], id);
            parents.Add(parent);
        }

        return (parents, null);
    }

    private Depths DepthsFor(AgentTask task) => new(
        memory.Depths.Store,
        memory.Depths[DepthKind.Class, EnumNames<Priority>.Of(task.PriorityClass)],
        memory.Depths[DepthKind.Agent, task.Agent],
        memory.Depths[DepthKind.Group, task.Group]);
}
