using System.Buffers.Text;
using System.Text;
using Ccsp.Contracts;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// The names of the queue's keys. What changes together lies in one slot, under the tag of the first shard; what is written once and read
/// back, submissions and results, is spread over all shards. Text that users chose is encoded wherever it is part of a name.
/// </summary>
/// <param name="store">Name of the store, letters, digits and hyphens.</param>
/// <param name="shards">Fixed when the store is made.</param>
internal sealed class QueueKeys(string store, int shards)
{
    /// <summary>Among the numbers of the queue: lanes that stood nowhere and were put back.</summary>
    public const string Mended = "mended";

    private readonly string _hot = $"{{ccsp:{store}:0}}:";

    public int Shards => shards;

    /// <summary>Of every key of the store.</summary>
    public string Prefix => $"{{ccsp:{store}:";

    /// <summary>Where the number of the latest event is published.</summary>
    public string Channel => $"ccsp:{store}:feed";

    /// <summary>Numbers of the whole queue: <c>seq</c>, <c>claims</c>, <c>gates</c> (grows with every change of a gate or the emergency
    /// stop), <c>epoch</c>, <c>shards</c>, <c>mended</c>,
    /// <c>claim</c> (the name of the latest one), <c>time CLASS</c>.</summary>
    public RedisKey Meta => _hot + "meta";

    /// <summary>Task id → its row.</summary>
    public RedisKey Tasks => _hot + "tasks";

    /// <summary>All ids, in their order.</summary>
    public RedisKey Ids => _hot + "ids";

    public RedisKey Gates => _hot + "gates";

    /// <summary>One document each: the emergency stop.</summary>
    public RedisKey System => _hot + "system";

    /// <summary>Task id → who leases it under which gates.</summary>
    public RedisKey Leases => _hot + "leases";

    public RedisKey Instances => _hot + "instances";

    /// <summary>Instance id → the nonce of the process it belongs to.</summary>
    public RedisKey Holders => _hot + "holders";

    /// <summary>Stream: which events there are, in their order; the texts stand with their tasks.</summary>
    public RedisKey Feed => _hot + "feed";

    public RedisKey Depth => _hot + "depth";

    public RedisKey Due => _hot + "due";

    public RedisKey Expiring => _hot + "expiring";

    public RedisKey Ageing => _hot + "ageing";

    /// <summary>Idempotency keys and, beside them, when they are forgotten.</summary>
    public RedisKey Keys => _hot + "keys";

    public RedisKey KeyTimes => _hot + "keytimes";

    /// <summary>Expected run seconds by group.</summary>
    public RedisKey Expected => _hot + "expected";

    /// <summary>F by class and group.</summary>
    public RedisKey Finish => _hot + "finish";

    /// <summary>Ready tasks by class and group.</summary>
    public RedisKey Backlog => _hot + "backlog";

    /// <summary>What each lane with a task stands for.</summary>
    public RedisKey Lanes => _hot + "lanes";

    /// <summary>The same of lanes that are parked, empty ones too.</summary>
    public RedisKey Parked => _hot + "parked";

    /// <summary>Gates that have lanes parked under them.</summary>
    public RedisKey ParkedGates => _hot + "parking";

    public RedisKey ParkedGateTimes => _hot + "parkingtimes";

    /// <summary>Lanes to list again.</summary>
    public RedisKey Woken => _hot + "woken";

    /// <summary>How many tasks wait with each profile.</summary>
    public RedisKey WaitingProfiles => _hot + "waitingprofiles";

    /// <summary>A key of its own beside those of the queue.</summary>
    public RedisKey Beside(string name) => _hot + name;

    /// <summary>Documents of a kind by key, each behind its version.</summary>
    public RedisKey Records(string kind) => $"{_hot}records:{kind}";

    /// <summary>The keys of a kind in their order.</summary>
    public RedisKey RecordKeys(string kind) => $"{_hot}recordkeys:{kind}";

    /// <summary>Keys of documents by their order in one partition of an index.</summary>
    public RedisKey RecordIndex(string kind, string index, string partition) => $"{_hot}recordindex:{kind}:{index}:{Encoded(partition)}";

    /// <summary>Values of a counter by bucket.</summary>
    public RedisKey Counter(string name, string partition) => $"{_hot}counter:{Encoded(name)}:{Encoded(partition)}";

    /// <summary>The buckets of a counter in their order.</summary>
    public RedisKey CounterBuckets(string name, string partition) => $"{_hot}counterbuckets:{Encoded(name)}:{Encoded(partition)}";

    public RedisKey Reply(string requestId) => _hot + "reply:" + requestId;

    public RedisKey GroupOrder(Priority priorityClass) => _hot + "ring:" + Words<Priority>.Of(priorityClass);

    public RedisKey Heads(Priority priorityClass, string group) => $"{_hot}heads:{Words<Priority>.Of(priorityClass)}:{Encoded(group)}";

    public RedisKey Lane(string name) => _hot + "lane:" + name;

    public RedisKey ParkedUnder(string gate) => _hot + "under:" + Encoded(gate);

    public RedisKey WaitingWith(string profile) => _hot + "waiting:" + Encoded(profile);

    public RedisKey Ended(TaskState state) => _hot + "ended:" + Words<TaskState>.Of(state);

    public RedisKey Stops(string instanceId) => _hot + "stops:" + Encoded(instanceId);

    /// <summary>Events of a task; those about the system stand under the empty id.</summary>
    public RedisKey Events(string taskId) => _hot + "events:" + taskId;

    public RedisKey Runs(string taskId) => _hot + "runs:" + taskId;

    /// <summary>Children that have not ended → the policy of the edge, and whether it is open.</summary>
    public RedisKey Children(string parentId) => _hot + "children:" + parentId;

    /// <summary>What was submitted, without members that are too large.</summary>
    public RedisKey Submission(string taskId) => Cold(taskId) + "submission";

    /// <summary>All of it, when something was left out.</summary>
    public RedisKey Payload(string taskId) => Cold(taskId) + "payload";

    /// <summary>Results by token of the run that wrote them.</summary>
    public RedisKey Results(string taskId) => Cold(taskId) + "results:" + taskId;

    private string Cold(string taskId) => shards == 1 ? _hot : $"{{ccsp:{store}:{ShardOf(taskId)}}}:";

    /// <summary>FNV-1a: spread evenly, and the same in every version.</summary>
    private uint ShardOf(string taskId)
    {
        var hash = 2166136261u;
        foreach (var character in taskId)
            hash = (hash ^ character) * 16777619u;
        return hash % (uint)shards;
    }

    private static string Encoded(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
