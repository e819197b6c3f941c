using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Sqlite.Memory;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Sqlite.Reading;

/// <summary>Queue statistics and explanations, each from one snapshot; uses stored counts instead of counting rows.</summary>
internal static class SqliteQueueReads
{
    private const string DepthSql = "SELECT kind, name, count FROM depth WHERE kind <= 3";
    private const string EdgesSql =
        "SELECT class, min((SELECT ready_at FROM task WHERE lane = l.id ORDER BY ready_at LIMIT 1)), " +
        "max((SELECT ready_at FROM task WHERE lane = l.id ORDER BY ready_at DESC LIMIT 1)) FROM lane l GROUP BY class";
    private const string LeasedSql = $"SELECT {TaskRows.Columns} FROM task WHERE instance IS NOT NULL";
    private const string AheadSql =
        "SELECT count(*) FROM lane l JOIN task t ON t.lane = l.id WHERE l.class = ?1 AND l.grp = ?2 AND (t.ready_at, t.id) < (?3, ?4)";
    private const string ExpectedSql = "SELECT expected FROM task_group WHERE name = ?1";
    private const string OpenParentsSql = "SELECT parent FROM edge WHERE child = ?1 AND open = 1 ORDER BY parent";

    public static QueueSnapshot Snapshot(SqliteReader reader, QueueOptions options, DateTimeOffset now)
    {
        var counts = Counts(reader);
        Dictionary<Priority, (long? Oldest, long? Newest)> dependencies = [];
        var rows = reader.Statement(EdgesSql);
        while (rows.Step())
            dependencies[(Priority)rows.Int(0)] = (rows.LongOrNull(1), rows.LongOrNull(2));
        var states = Enum.GetValues<TaskState>().ToLookup(state => state >= TaskState.Succeeded);
        var gates = Gates(reader);
        var byState = states[false].ToDictionary(state => state, state => Count(DepthKind.State, EnumNames<TaskState>.Of(state)));
        return new QueueSnapshot
        {
            ByState = byState,
            ByClass = Enum.GetValues<Priority>().ToDictionary(priority => priority, DepthOf),
            Depth = byState.Values.Sum(),
            Capacity = options.Size,
            KeptForUrgent = options.Size - Backpressure.SizeWithoutUrgent(options),
            Ended = states[true].Sum(state => Count(DepthKind.State, EnumNames<TaskState>.Of(state))),
            Emergency = Emergency(reader) is { Stands: true } stands ? stands : null,
            Pause = gates.Find(gate => gate.Name == GateNames.Queue && gate.IsClosedAt(now)),
            Holds = [.. gates.Where(gate => GateNames.IsClassOrGroup(gate.Name) && gate.IsClosedAt(now))],
        };

        int Count(DepthKind kind, string name) => counts.GetValueOrDefault((kind, name));

        ClassDepth DepthOf(Priority priorityClass)
        {
            var (word, ends) = (EnumNames<Priority>.Of(priorityClass), dependencies.GetValueOrDefault(priorityClass));
            return new ClassDepth(Count(DepthKind.Ready, word), Count(DepthKind.Waiting, word), Milliseconds.Time(ends.Oldest),
                Milliseconds.Time(ends.Newest));
        }
    }

    public static EmergencyState? Emergency(SqliteReader reader) => EmergencyTable.Read(reader.Statement(EmergencyTable.FindSql));

    public static List<GateState> Gates(SqliteReader reader) => GateTable.Read(reader.Statement(GateTable.AllSql));

    public static Explanation? Explain(SqliteReader reader, string id, ClaimRequest asIf, QueueOptions options)
    {
        if (SqliteTaskReads.Task(reader, id) is not { } task)
            return null;
        var gates = Gates(reader).ToDictionary(gate => gate.Name, StringComparer.Ordinal);
        var leases = new Leases();
        foreach (var leased in reader.Statement(LeasedSql).All(TaskRows.Read))
            leases.Move(null, leased);
        return Explaining.Explain(task, asIf, new WaitingFacts
        {
            Ahead = task.State == TaskState.Ready ? Ahead(reader, task) : 0,
            OpenParents = reader.Statement(OpenParentsSql).Bind(1, id).All(row => row.Text(0)),
            Emergency = Emergency(reader),
            Instance = leases.Of(asIf.InstanceId),
            Gate = gates.GetValueOrDefault,
            Leases = leases.Holding,
            Rules = options.Gates,
            ExpectedSeconds = Expected(reader, task.Group) ?? options.ExpectedRunSeconds,
        });
    }

    private static double? Expected(SqliteReader reader, string group)
    {
        var rows = reader.Statement(ExpectedSql).Bind(1, group);
        if (!rows.Step())
            return null;
        var expected = rows.Double(0);
        rows.Reset();
        return expected;
    }

    private static int Ahead(SqliteReader reader, AgentTask task)
    {
        var counts = Counts(reader);
        var pressing = Enum.GetValues<Priority>().Where(priority => priority < task.PriorityClass)
            .Sum(priority => counts.GetValueOrDefault((DepthKind.Ready, EnumNames<Priority>.Of(priority))));
        var rows = reader.Statement(AheadSql).Bind(1, (long)task.PriorityClass).Bind(2, task.Group).Bind(3, Milliseconds.Of(task.ReadyAt))
            .Bind(4, task.Id);
        rows.Step();
        var earlier = rows.Int(0);
        rows.Reset();
        return pressing + earlier;
    }

    private static Dictionary<(DepthKind Kind, string Name), int> Counts(SqliteReader reader)
    {
        Dictionary<(DepthKind, string), int> counts = [];
        var rows = reader.Statement(DepthSql);
        while (rows.Step())
            counts[((DepthKind)rows.Int(0), rows.Text(1))] = rows.Int(2);
        return counts;
    }
}
