using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// The writes of one step and the guards its decision rests on. Applied as a whole, or, when a guard fails, not at all; then the step reads
/// and decides again. <c>commit.lua</c> reads the arguments.
/// </summary>
internal sealed class GuardedBatch
{
    private readonly List<BatchArgument> _guards = [];
    private readonly List<BatchArgument> _writes = [];
    private readonly List<GuardKind> _kinds = [];
    private readonly List<StoredEvent> _events = [];
    private readonly Dictionary<string, int> _depths = new(StringComparer.Ordinal);

    /// <summary>In order; the commit assigns their numbers.</summary>
    public IReadOnlyList<StoredEvent> Events => _events;

    /// <summary>Number of arguments.</summary>
    public int Size => _guards.Count + _writes.Count;

    public bool IsEmpty => _writes.Count == 0 && _depths.Values.All(by => by == 0);

    /// <summary>The gate cache is stale afterwards.</summary>
    public bool ChangesGates { get; set; }

    public GuardKind KindOf(int guard) => _kinds[guard - 1];

    /// <summary>Guard: fails unless the document's version equals this; 0 means absent.</summary>
    public void Holds(RedisKey hash, string field, long version, GuardKind kind) =>
        Guard(kind, "doc", BatchArgument.Name(hash), field, version);

    public void Same(RedisKey hash, string field, long number, GuardKind kind = GuardKind.Order) =>
        Guard(kind, "same", BatchArgument.Name(hash), field, number);

    public void Same(RedisKey hash, string field, string text, GuardKind kind = GuardKind.Order) =>
        Guard(kind, "same", BatchArgument.Name(hash), field, text);

    /// <summary>Guard: fails unless the sum of these fields is at most this.</summary>
    public void AtMost(RedisKey hash, int most, IReadOnlyCollection<string> fields)
    {
        Guard(GuardKind.Capacity, "most", BatchArgument.Name(hash), most, fields.Count);
        _guards.AddRange(fields.Select(field => new BatchArgument(field)));
    }

    /// <summary>Guard: fails when the server has reached its maxmemory.</summary>
    public void NeedsSpace() => Guard(GuardKind.Space, "space");

    public void HasFields(RedisKey hash, int count, GuardKind kind) => Guard(kind, "fields", BatchArgument.Name(hash), count);

    public void Put(RedisKey hash, RedisValue field, RedisValue value) =>
        Write("put", BatchArgument.Name(hash), new BatchArgument(field), new BatchArgument(value));

    public void Drop(RedisKey hash, RedisValue field) => Write("drop", BatchArgument.Name(hash), new BatchArgument(field));

    public void Add(RedisKey hash, RedisValue field, long by) => Write("add", BatchArgument.Name(hash), new BatchArgument(field), by);

    public void Rank(RedisKey set, RedisValue score, RedisValue member) =>
        Write("rank", BatchArgument.Name(set), new BatchArgument(score), new BatchArgument(member));

    public void Unrank(RedisKey set, RedisValue member) => Write("unrank", BatchArgument.Name(set), new BatchArgument(member));

    public void Run(string command, RedisKey key, params ReadOnlySpan<RedisValue> arguments)
    {
        _writes.AddRange([new BatchArgument("run"), new BatchArgument(command), new BatchArgument(arguments.Length),
            BatchArgument.Name(key)]);
        foreach (var argument in arguments)
            _writes.Add(new BatchArgument(argument));
    }

    /// <summary>Changes a depth counter; unchanged ones are not written.</summary>
    public void Count(string field, int by) => _depths[field] = _depths.GetValueOrDefault(field) + by;

    /// <param name="list">Key of the task's events.</param>
    public void Append(RedisKey list, StoredEvent storedEvent)
    {
        Write("event", BatchArgument.Name(list), storedEvent.TaskId ?? "", EventText.Write(storedEvent));
        _events.Add(storedEvent);
    }

    public void Write(params ReadOnlySpan<BatchArgument> arguments) => _writes.AddRange(arguments);

    public void Write(string name, LaneRef lane, params ReadOnlySpan<BatchArgument> arguments)
    {
        _writes.AddRange([new BatchArgument(name), BatchArgument.Name(lane.Places), BatchArgument.Name(lane.Heads),
            BatchArgument.Name(lane.GroupOrder), EnumNames<Priority>.Of(lane.Key.PriorityClass), lane.Key.Group, lane.Name]);
        _writes.AddRange(arguments);
    }

    /// <summary>Appends its arguments, with keys replaced by their numbers in the call.</summary>
    /// <param name="nameOf">The number of a key in the call.</param>
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
