using Ccsp.Gateway.Events;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Sqlite.Memory;

/// <summary>
/// In-memory state of the writer thread: depths, leases, gates, instances and the order of lanes. Loaded from the file at the start and
/// updated command by command; nothing here grows with the number of waiting or ended tasks.
/// </summary>
internal sealed class QueueMemory : IBatchMemory, IDisposable
{
    private readonly RollbackLog _rollback;
    private readonly QueueTables _tables;
    private readonly EventHub _hub;
    private readonly Dictionary<string, GateState> _gates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KnownInstance> _instances = new(StringComparer.Ordinal);

    public QueueMemory(SQLitePCL.sqlite3 db, QueueTables tables, RollbackLog rollback, EventHub hub)
    {
        _rollback = rollback;
        _tables = tables;
        _hub = hub;
        Depths = new DepthCounts(db);
        FairQueue = new FairQueue(rollback, tables.Lanes, tables.GroupShares);
    }

    public DepthCounts Depths { get; }

    public Leases Leases { get; } = new();

    public FairQueue FairQueue { get; }

    public SqliteEndingRate Endings { get; } = new();

    public IReadOnlyCollection<KnownInstance> Instances => _instances.Values;

    public IReadOnlyCollection<GateState> Gates => _gates.Values;

    /// <summary>When the next closed gate opens by itself; null when none does.</summary>
    public DateTimeOffset? NextOpening { get; private set; }

    /// <summary>The stop that stands, or the last one.</summary>
    public EmergencyState? Emergency { get; private set; }

    public GateState? Gate(string name) => _gates.GetValueOrDefault(name);

    public KnownInstance? Instance(string id) => _instances.GetValueOrDefault(id);

    public void Set(GateState gate)
    {
        var old = Gate(gate.Name);
        _rollback.Push(() =>
        {
            Put(_gates, gate.Name, old);
            LookAtOpenings();
        });
        _gates[gate.Name] = gate;
        if (gate.Closed || old?.Closed == true)
            LookAtOpenings();
    }

    public void Set(EmergencyState stop)
    {
        var old = Emergency;
        _rollback.Push(() => Emergency = old);
        Emergency = stop;
    }

    public void Set(KnownInstance instance)
    {
        var old = Instance(instance.Id);
        _rollback.Push(() => Put(_instances, instance.Id, old));
        _instances[instance.Id] = instance;
    }

    /// <summary>Applies a change of a task whose row is written.</summary>
    public void Follow(AgentTask? before, AgentTask? after)
    {
        Move(before, after);
        _rollback.Push(() => Move(after, before));
    }

    public int Mark() => _rollback.Count;

    public void RollBackTo(int mark)
    {
        _rollback.BackTo(mark);
        FairQueue.UnparkAll();
    }

    public void BeforeCommit()
    {
        Depths.Flush();
        _tables.GroupShares.Flush();
        _tables.Groups.Flush();
        _tables.Meta.Flush();
    }

    public void Committed()
    {
        _rollback.Forget();
        _hub.Publish(_tables.Events.TakeCommitted());
    }

    public void Reload()
    {
        _rollback.Forget();
        _tables.Events.Forget();
        _tables.Groups.Forget();
        _tables.Meta.Load();
        Depths.Load();
        FairQueue.Load();
        LoadLeases();
        Endings.Clear();
        foreach (var at in _tables.Due.LatestEndings())
            Endings.Add(at, 1);
        _gates.Clear();
        foreach (var gate in _tables.Gates.All())
            _gates[gate.Name] = gate;
        LookAtOpenings();
        Emergency = _tables.Emergency.Find();
        _instances.Clear();
        foreach (var instance in _tables.Instances.All())
            _instances[instance.Id] = instance;
    }

    public void Dispose() => Depths.Dispose();

    private void LookAtOpenings() => NextOpening = _gates.Values.Where(gate => gate.Closed).Min(gate => gate.ClosedUntil);

    private void LoadLeases()
    {
        Leases.Clear();
        foreach (var task in _tables.Tasks.Leased())
            Leases.Move(null, task);
    }

    private void Move(AgentTask? before, AgentTask? after)
    {
        Depths.Move(before, after);
        Leases.Move(before, after);
        FairQueue.Move(before, after);
    }

    private static void Put<T>(Dictionary<string, T> values, string name, T? value)
        where T : class
    {
        if (value is null)
            values.Remove(name);
        else
            values[name] = value;
    }
}
