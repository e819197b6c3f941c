using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>What a submit depends on: the idempotency keys and parents it names, and what the batch has accepted already.</summary>
internal sealed class SubmitFacts(Dictionary<string, (long Version, KeyRow Value)> found, IReadOnlyDictionary<string, StoredTask> rows)
{
    private readonly List<AgentTask> _accepted = [];
    private readonly Dictionary<string, (AgentTask Task, string? Hash)> _fresh = new(StringComparer.Ordinal);

    public IReadOnlyList<AgentTask> Accepted => _accepted;

    /// <summary>The field of an idempotency key; no caller's name contains the separator.</summary>
    public static string FieldOf(Submit item) => FieldOf(item.Caller, item.IdempotencyKey!);

    public static string FieldOf(string caller, string key) => $"{caller}\n{key}";

    /// <summary>Writes a key and its expiry.</summary>
    public static void Keep(GuardedBatch batch, QueueKeys keys, string field, long version, KeyRow row)
    {
        batch.Put(keys.Keys, field, VersionedDocument.Write(version, row, RedisJson.Default.KeyRow));
        batch.Rank(keys.KeyTimes, row.ExpiresAt, field);
    }

    public StoredTask? Parent(string id) => rows.GetValueOrDefault(id);

    /// <summary>The task of the same key; null for a new one.</summary>
    public SubmitOutcome? Earlier(Submit item, DateTimeOffset now)
    {
        if (item.IdempotencyKey is null)
            return null;
        var field = FieldOf(item);
        if (_fresh.TryGetValue(field, out var same))
            return OutcomeOf(same.Task, same.Hash, item);
        return found[field].Value is { } key && Milliseconds.Time(key.ExpiresAt) > now && rows.TryGetValue(key.TaskId, out var row)
            ? OutcomeOf(row.Task, key.Hash, item) : null;
    }

    public void Accept(Submit item, AgentTask task, DateTimeOffset forgottenAt, GuardedBatch batch, QueueKeys keys)
    {
        _accepted.Add(task);
        if (item.IdempotencyKey is null)
            return;
        var field = FieldOf(item);
        var version = found[field].Version;
        batch.Holds(keys.Keys, field, version, GuardKind.Other);
        Keep(batch, keys, field, version + 1, new KeyRow(task.Id, item.ContentHash, Milliseconds.Of(forgottenAt)));
        _fresh[field] = (task, item.ContentHash);
    }

    /// <summary>
    /// Guards the capacity for all accepted items against concurrent submits: below every limit with a margin, or, when that was in doubt
    /// and the depths were read, no more than was read.
    /// </summary>
    public void GuardCapacity(GuardedBatch batch, QueueKeys keys, QueueOptions options, SubmitDepths? read)
    {
        if (_accepted.Count == 0)
            return;
        var size = _accepted.TrueForAll(task => task.PriorityClass == Priority.Urgent) ? options.Size
            : Backpressure.SizeWithoutUrgent(options);
        batch.AtMost(keys.Depth, read?.Total ?? size - _accepted.Count, DepthNames.Classes);
        Guard(options.SizePerClass, task => DepthNames.OfClass(task.PriorityClass));
        Guard(options.SizePerAgent, task => DepthNames.OfAgent(task.Agent));
        Guard(options.SizePerGroup, task => DepthNames.OfGroup(task.Group));

        void Guard(int? most, Func<AgentTask, string> nameOf)
        {
            if (most is not { } limit)
                return;
            foreach (var (name, count) in _accepted.CountBy(nameOf, StringComparer.Ordinal))
                batch.AtMost(keys.Depth, read?[name] ?? limit - count, [name]);
        }
    }

    private static SubmitOutcome OutcomeOf(AgentTask task, string? hash, Submit item) =>
        hash == item.ContentHash ? new SubmitOutcome.Repeated(task) : new SubmitOutcome.KeyConflict(task.Id);
}
