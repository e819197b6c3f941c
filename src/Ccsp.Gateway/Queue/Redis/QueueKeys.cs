using System.Buffers.Text;
using System.Text;
using Ccsp.Contracts;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// The queue's key names. What changes together shares one hash slot, the tag of the first shard; submissions and results, written once,
/// are spread over all shards. User text is encoded wherever it is part of a name.
/// </summary>
/// <param name="store">Name of the store, letters, digits and hyphens.</param>
/// <param name="shards">Fixed when the store is created.</param>
internal sealed class QueueKeys(string store, int shards)
{
    /// <summary>Field of the queue's numbers: lanes that were lost and put back.</summary>
    public const string Mended = "mended";

    /// <summary>Field of the queue's numbers: the latest term of a leader.</summary>
    public const string Term = "term";

    private readonly string _hot = $"{{ccsp:{store}:0}}:";

    public int Shards => shards;

    /// <summary>Prefix of every key.</summary>
    public string Prefix => $"{{ccsp:{store}:";

    /// <summary>Pub/sub channel of commits.</summary>
    public string Channel => $"ccsp:{store}:feed";

    /// <summary>
    /// Queue-wide numbers: <c>seq</c>, <c>claims</c>, <c>gates</c> (grows with every change of a gate or the emergency stop), <c>epoch</c>,
    /// <c>shards</c>, <c>mended</c>, <c>claim</c> (id of the latest claim), <c>term</c> (of the leader), <c>time CLASS</c>.
    /// </summary>
    public RedisKey Meta => _hot + "meta";

    /// <summary>Task id → its row.</summary>
    public RedisKey Tasks => _hot + "tasks";

    /// <summary>All ids in order.</summary>
    public RedisKey Ids => _hot + "ids";

    public RedisKey Gates => _hot + "gates";

    /// <summary>The emergency stop.</summary>
    public RedisKey System => _hot + "system";

    /// <summary>Task id → lease.</summary>
    public RedisKey Leases => _hot + "leases";

    public RedisKey Instances => _hot + "instances";

    /// <summary>Id of the instance that leads; expires.</summary>
    public RedisKey Leader => _hot + "leader";

    /// <summary>Instance id → the nonce of the process it belongs to.</summary>
    public RedisKey Holders => _hot + "holders";

    /// <summary>Stream of all events in order; their texts are kept per task.</summary>
    public RedisKey Feed => _hot + "feed";

    public RedisKey Depth => _hot + "depth";

    public RedisKey Due => _hot + "due";

    public RedisKey Expiring => _hot + "expiring";

    public RedisKey Ageing => _hot + "ageing";

    /// <summary>Idempotency keys and their expiry.</summary>
    public RedisKey Keys => _hot + "keys";

    public RedisKey KeyTimes => _hot + "keytimes";

    /// <summary>Expected run seconds by group.</summary>
    public RedisKey Expected => _hot + "expected";

    /// <summary>Virtual finish time per (priority, group).</summary>
    public RedisKey Finish => _hot + "finish";

    /// <summary>Number of ready tasks per (priority, group).</summary>
    public RedisKey Backlog => _hot + "backlog";

    /// <summary>Lane name → its key, for lanes with tasks.</summary>
    public RedisKey Lanes => _hot + "lanes";

    /// <summary>Lane name → its key, for parked lanes, empty ones too.</summary>
    public RedisKey Parked => _hot + "parked";

    /// <summary>Gates that have lanes parked under them.</summary>
    public RedisKey ParkedGates => _hot + "parking";

    public RedisKey ParkedGateTimes => _hot + "parkingtimes";

    /// <summary>Woken lanes, to be put back in order.</summary>
    public RedisKey Woken => _hot + "woken";

    /// <summary>Number of waiting tasks per profile.</summary>
    public RedisKey WaitingProfiles => _hot + "waitingprofiles";

    /// <summary>A feature's own key beside the queue's.</summary>
    public RedisKey Beside(string name) => _hot + name;

    /// <summary>Key → version and document of a kind.</summary>
    public RedisKey Records(string kind) => $"{_hot}records:{kind}";

    public RedisKey RecordKeys(string kind) => $"{_hot}recordkeys:{kind}";

    public RedisKey RecordIndex(string kind, string index, string partition) => $"{_hot}recordindex:{kind}:{index}:{Encoded(partition)}";

    public RedisKey Counter(string name, string partition) => $"{_hot}counter:{Encoded(name)}:{Encoded(partition)}";

    public RedisKey CounterBuckets(string name, string partition) => $"{_hot}counterbuckets:{Encoded(name)}:{Encoded(partition)}";

    /// <summary>Name and partition of all counters, without the versions of lists.</summary>
    public RedisKey CounterNames => _hot + "counternames";

    public RedisKey Reply(string requestId) => _hot + "reply:" + requestId;

    public RedisKey GroupOrder(Priority priorityClass) => _hot + "ring:" + EnumNames<Priority>.Of(priorityClass);

    public RedisKey Heads(Priority priorityClass, string group) => $"{_hot}heads:{EnumNames<Priority>.Of(priorityClass)}:{Encoded(group)}";

    public RedisKey Lane(string name) => _hot + "lane:" + name;

    public RedisKey ParkedUnder(string gate) => _hot + "under:" + Encoded(gate);

    public RedisKey WaitingWith(string profile) => _hot + "waiting:" + Encoded(profile);

    public RedisKey Ended(TaskState state) => _hot + "ended:" + EnumNames<TaskState>.Of(state);

    public RedisKey Stops(string instanceId) => _hot + "stops:" + Encoded(instanceId);

    /// <summary>Events of a task; system events use the empty id.</summary>
    public RedisKey Events(string taskId) => _hot + "events:" + taskId;

    public RedisKey Runs(string taskId) => _hot + "runs:" + taskId;

    /// <summary>Unended child → its on-failure policy and whether the dependency is open.</summary>
    public RedisKey Children(string parentId) => _hot + "children:" + parentId;

    /// <summary>The submission without oversized members.</summary>
    public RedisKey Submission(string taskId) => Cold(taskId) + "submission";

    /// <summary>The complete submission, if anything was left out.</summary>
    public RedisKey Payload(string taskId) => Cold(taskId) + "payload";

    /// <summary>Results by run token.</summary>
    public RedisKey Results(string taskId) => Cold(taskId) + "results:" + taskId;

    private string Cold(string taskId) => shards == 1 ? _hot : $"{{ccsp:{store}:{ShardOf(taskId)}}}:";

    /// <summary>FNV-1a, because it must stay the same in every version.</summary>
    private uint ShardOf(string taskId)
    {
        var hash = 2166136261u;
        foreach (var character in taskId)
            hash = (hash ^ character) * 16777619u;
        return hash % (uint)shards;
    }

    private static string Encoded(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
