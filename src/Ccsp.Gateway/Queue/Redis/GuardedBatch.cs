using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// What one step wants to write, and what the decision behind it rests on. It is applied wholly, or, when something it rests on has changed
/// since, not at all; then the step looks again and decides again. The words are those of <c>commit.lua</c>.
/// </summary>
internal sealed class GuardedBatch
{
    private readonly List<BatchArgument> _guards = [];
    private readonly List<BatchArgument> _writes = [];
    private readonly List<GuardKind> _kinds = [];
    private readonly List<StoredEvent> _events = [];
    private readonly Dictionary<string, int> _depths = new(StringComparer.Ordinal);

    /// <summary>In the order they are told; their numbers in the store are not known yet.</summary>
    public IReadOnlyList<StoredEvent> Events => _events;

    /// <summary>How many words it has; bounds a batch.</summary>
    public int Size => _guards.Count + _writes.Count;

    public bool IsEmpty => _writes.Count == 0 && _depths.Values.All(by => by == 0);

    /// <summary>What this instance knows of gates is out of date afterwards.</summary>
    public bool ChangesGates { get; set; }

    public GuardKind KindOf(int guard) => _kinds[guard - 1];

    /// <summary>The document in a field has this version; 0: there is none.</summary>
    public void Holds(RedisKey hash, string field, long version, GuardKind kind) =>
        Guard(kind, "doc", BatchArgument.Name(hash), field, version);

    public void Same(RedisKey hash, string field, long number, GuardKind kind = GuardKind.Order) =>
        Guard(kind, "same", BatchArgument.Name(hash), field, number);

    public void Same(RedisKey hash, string field, string text, GuardKind kind = GuardKind.Order) =>
        Guard(kind, "same", BatchArgument.Name(hash), field, text);

    /// <summary>The sum of some numbers is at most so much.</summary>
    public void AtMost(RedisKey hash, int most, IReadOnlyCollection<string> fields)
    {
        Guard(GuardKind.Capacity, "most", BatchArgument.Name(hash), most, fields.Count);
        _guards.AddRange(fields.Select(field => new BatchArgument(field)));
    }

    public void HasFields(RedisKey hash, int count, GuardKind kind) => Guard(kind, "fields", BatchArgument.Name(hash), count);

    /// <summary>A field of a hash.</summary>
    public void Put(RedisKey hash, RedisValue field, RedisValue value) =>
        Write("put", BatchArgument.Name(hash), new BatchArgument(field), new BatchArgument(value));

    public void Drop(RedisKey hash, RedisValue field) => Write("drop", BatchArgument.Name(hash), new BatchArgument(field));

    /// <summary>A number in a hash grows.</summary>
    public void Add(RedisKey hash, RedisValue field, long by) => Write("add", BatchArgument.Name(hash), new BatchArgument(field), by);

    /// <summary>A member of a sorted set.</summary>
    public void Rank(RedisKey set, RedisValue score, RedisValue member) =>
        Write("rank", BatchArgument.Name(set), new BatchArgument(score), new BatchArgument(member));

    public void Unrank(RedisKey set, RedisValue member) => Write("unrank", BatchArgument.Name(set), new BatchArgument(member));

    /// <summary>Any other command on one key.</summary>
    public void Run(string command, RedisKey key, params ReadOnlySpan<RedisValue> arguments)
    {
        _writes.AddRange([new BatchArgument("run"), new BatchArgument(command), new BatchArgument(arguments.Length),
            BatchArgument.Name(key)]);
        foreach (var argument in arguments)
            _writes.Add(new BatchArgument(argument));
    }

    /// <summary>A number among the depths goes up or down; those that stay are not written.</summary>
    public void Count(string field, int by) => _depths[field] = _depths.GetValueOrDefault(field) + by;

    /// <param name="list">Where the events of its task stand.</param>
    public void Tell(RedisKey list, StoredEvent storedEvent)
    {
        Write("event", BatchArgument.Name(list), storedEvent.TaskId ?? "", EventText.Write(storedEvent));
        _events.Add(storedEvent);
    }

    public void Write(params ReadOnlySpan<BatchArgument> arguments) => _writes.AddRange(arguments);

    public void Write(string name, LaneRef lane, params ReadOnlySpan<BatchArgument> arguments)
    {
        _writes.AddRange([new BatchArgument(name), BatchArgument.Name(lane.Places), BatchArgument.Name(lane.Heads),
            BatchArgument.Name(lane.GroupOrder), Words<Priority>.Of(lane.Key.PriorityClass), lane.Key.Group, lane.Name]);
        _writes.AddRange(arguments);
    }

    /// <summary>Its words behind their numbers, for a batch.</summary>
    /// <param name="nameOf">The number of a key in the batch.</param>
    public void AppendTo(List<RedisValue> arguments, Func<RedisKey, int> nameOf, RedisKey depth)
    {
        List<BatchArgument> counts =
            [.. _depths.Where(pair => pair.Value != 0).SelectMany(pair => new BatchArgument[] { pair.Key, pair.Value })];
        if (counts.Count > 0)
            Write(["counts", BatchArgument.Name(depth), counts.Count / 2, .. counts]);
        _depths.Clear();
        arguments.Add(_guards.Count + _writes.Count);
        arguments.Add(_kinds.Count);
        foreach (var argument in _guards)
            arguments.Add(argument.IsName ? nameOf(argument.Key) : argument.Value);
        foreach (var argument in _writes)
            arguments.Add(argument.IsName ? nameOf(argument.Key) : argument.Value);
    }

    private void Guard(GuardKind kind, params ReadOnlySpan<BatchArgument> arguments)
    {
        _kinds.Add(kind);
        _guards.AddRange(arguments);
    }
}
