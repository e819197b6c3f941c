using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Tests.Queue;

/// <summary>Everything a store shows at one moment.</summary>
internal sealed record StoreView
{
    public required IReadOnlyDictionary<string, AgentTask> Tasks { get; init; }

    public required IReadOnlyList<StoredEvent> Events { get; init; }

    public required IReadOnlyDictionary<string, GateState> Gates { get; init; }

    public required QueueSnapshot Snapshot { get; init; }

    public required EmergencyState? Emergency { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>What must be equal between two stores, one line per fact, so that a difference names itself.</summary>
    public required IReadOnlyList<string> Lines { get; init; }

    public IEnumerable<AgentTask> Leased => Tasks.Values.Where(task => task.IsLeased);

    public static async Task<StoreView> ReadAsync(ITaskStore store, IReadOnlyList<string> ids, ClaimRequest asIf, StoreText text)
    {
        var records = (await store.ListAsync(new TaskFilter { Limit = 1000 }, default)).Items;
        var events = await store.EventsAsync(new EventQuery(null, 0, 100_000), default);
        var gates = await store.GatesAsync(default);
        var snapshot = await store.SnapshotAsync(asIf.Now, default);
        List<string> lines = [];
        foreach (var record in records)
        {
            lines.Add(text.Of(record));
            lines.AddRange((await store.RunsAsync(record.Task.Id, default)).Select(text.Of));
            if (!record.Task.IsTerminal)
                lines.Add(record.Task.Id + " " + text.Of(await store.ExplainAsync(record.Task.Id, asIf, default)));
        }

        foreach (var instance in CommandRunner.Instances)
            lines.Add($"leases of {instance}: {text.Of((await store.LeasesAsync(instance, default)).Select(task => task.Task).ToList())}");
        lines.AddRange((await store.InstancesAsync(default)).Select(
            record => $"instance {record.Beat} lost {record.Lost} leases {record.Leases}"));
        // Read the other way too: a list and a read must not disagree.
        foreach (var id in ids.TakeLast(2))
            lines.Add(id + " " + text.Of(await store.GetAsync(id, default)));
        lines.AddRange(gates.Select(text.Of));
        var emergency = await store.EmergencyNowAsync(default);
        lines.Add("emergency: " + text.Of(emergency));
        lines.Add("would start: " + string.Join(' ', (await store.PreviewClaimAsync(asIf, default)).Select(task => task.Id)));
        lines.Add(DepthsOf(snapshot, text));
        lines.AddRange(events.OrderBy(stored => stored.TaskId, StringComparer.Ordinal).ThenBy(stored => stored.Seq)
            .Select(stored => text.Numbered(LineOf(stored))));
        return new StoreView
        {
            Tasks = records.ToDictionary(record => record.Task.Id, record => record.Task),
            Events = events,
            Gates = gates.ToDictionary(gate => gate.Name),
            Snapshot = snapshot,
            Emergency = emergency,
            Now = asIf.Now,
            Lines = lines,
        };
    }

    private static string DepthsOf(QueueSnapshot snapshot, StoreText text) => string.Join(' ',
        text.Of(snapshot.Pause),
        text.Of(snapshot.Emergency),
        text.Of(snapshot.Holds),
        $"{snapshot.Depth} of {snapshot.Capacity}, ended {snapshot.Ended}:",
        string.Join(' ', Enum.GetValues<TaskState>().Select(state => $"{state}={snapshot.ByState.GetValueOrDefault(state)}")),
        string.Join(' ', Enum.GetValues<Priority>()
            .Select(priority => text.Of(snapshot.ByClass.GetValueOrDefault(priority) ?? new ClassDepth(0, 0, null, null)))));

    /// <summary>The numbers of a task's events are compared, the store's own numbers are not; nor is what an instance says of
    /// itself.</summary>
    private static string LineOf(StoredEvent stored)
    {
        var data = stored.Type is EventTypes.InstanceJoined or EventTypes.InstanceLost ? "" : StoreText.Canonical(stored.Data);
        return $"{stored.TaskId} {stored.TaskSeq} {stored.Type} {stored.At:O} {stored.Run} {stored.InstanceId} {data}";
    }
}
