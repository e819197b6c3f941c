using System.Text;
using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Tests.Queue;

internal sealed partial class ModelTaskStore
{
    private static readonly JsonSerializerOptions Plain =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly TaskState[] NotEnded =
    [
        TaskState.Held, TaskState.Blocked, TaskState.Scheduled, TaskState.Ready, TaskState.Starting, TaskState.Running, TaskState.Stopping,
    ];

    private const int LargestListedPrompt = 64 * 1024;

    public Task<TaskRecord?> GetAsync(string id, CancellationToken cancellationToken) => Step(() => _state.Records.GetValueOrDefault(id));

    public Task<TaskPage> ListAsync(TaskFilter filter, CancellationToken cancellationToken) => Step(() =>
    {
        var after = _state.Records.Values
            .Where(record => filter.After is null || string.CompareOrdinal(record.Task.Id, filter.After) < 0 == !filter.OldestFirst)
            .Where(record => record.Task.Id != filter.After)
            .OrderByDescending(record => record.Task.Id, StringComparer.Ordinal)
            .ToList();
        if (filter.OldestFirst)
            after.Reverse();
        var examined = after.Take(filter.ScanLimit).ToList();
        var matches = examined.Where(record => Matches(record, filter)).ToList();
        var page = matches.Take(filter.Limit).Select(record => Shortened(filter.Whole ? record : WithoutLargePrompt(record), filter))
            .ToList();
        return new TaskPage(page,
            matches.Count > page.Count ? page[^1].Task.Id : after.Count > examined.Count ? examined[^1].Task.Id : null);
    });

    public Task<IReadOnlyList<StoredEvent>> EventsAsync(EventQuery query, CancellationToken cancellationToken) =>
        Step<IReadOnlyList<StoredEvent>>(() =>
        [.. (query.TaskId is { } id
            ? _state.Events.Where(stored => stored.TaskId == id && stored.TaskSeq > query.After)
            : _state.Events.Where(stored => stored.Seq > query.After)).Take(query.Limit)]);

    public Task<IReadOnlyList<RunRecord>> RunsAsync(string taskId, CancellationToken cancellationToken) =>
        Step<IReadOnlyList<RunRecord>>(() =>
        [.. _state.Runs.Where(run => run.TaskId == taskId).OrderBy(run => run.Number)]);

    public Task<IReadOnlyList<ClaimedTask>> LeasesAsync(string instanceId, CancellationToken cancellationToken) =>
        Step<IReadOnlyList<ClaimedTask>>(() =>
        [.. Leased.Where(task => task.Lease!.InstanceId == instanceId)
            .Select(task => new ClaimedTask(task, _state.Records[task.Id].Spec))]);

    public Task<IReadOnlyList<InstanceRecord>> InstancesAsync(CancellationToken cancellationToken) =>
        Step<IReadOnlyList<InstanceRecord>>(() =>
        [.. _state.Instances.Values.Select(
            instance => new InstanceRecord(instance.Beat, instance.Lost, Leased.Count(task => task.Lease!.InstanceId == instance.Id)))]);

    public Task<IReadOnlyList<GateState>> GatesAsync(CancellationToken cancellationToken) =>
        Step<IReadOnlyList<GateState>>(() => [.. _state.Gates.Values]);

    public Task<QueueSnapshot> SnapshotAsync(DateTimeOffset now, CancellationToken cancellationToken) => Step(() => new QueueSnapshot
    {
        ByState = NotEnded
            .ToDictionary(state => state, state => Tasks.Count(task => task.State == state)),
        ByClass = Strict.ToDictionary(priority => priority, DepthOf),
        Depth = Live.Count(),
        Capacity = options.Size,
        KeptForUrgent = options.Size - SizeWithoutUrgent,
        Ended = Tasks.Count(task => task.HasEnded()),
        Emergency = _state.Emergency.Stands() ? _state.Emergency : null,
        Holds = [.. _state.Gates.Values.Where(gate => gate.Name.Split(':')[0] is "class" or "group" && gate.IsClosed(now))],
        Pause = IsHeld("queue", now) ? Stored("queue") : null,
    });

    public Task<Explanation?> ExplainAsync(string id, ClaimRequest asIf, CancellationToken cancellationToken) =>
        Step(() => Find(id) is not { } task ? null : ModelExplanations.Of(task, AnswersFor(task, asIf),
            Tasks.Count(other => IsAhead(other, task)),
            [.. _state.Dependencies.Where(dependency => dependency.Child == id && dependency.Open)
                .Select(dependency => dependency.Parent).Order(StringComparer.Ordinal)],
            Expected(task.Group), asIf));

    /// <summary>Every gate it must pass: the emergency stop, the instance, queue and class, its own.</summary>
    private List<GateAnswer> AnswersFor(AgentTask task, ClaimRequest asIf)
    {
        List<GateAnswer> answers = [];
        if (_state.Emergency.Stands())
            answers.Add(new GateAnswer("emergency", GateKind.Hold, false, ModelEmergencies.Sentence(_state.Emergency!), null,
                "ccsp stop --clear") { NeedsAction = true });
        if (ModelInstanceGates.Shortage(asIf) is { } shortage)
            answers.Add(shortage);
        answers.Add(SlotsFor(task.PriorityClass, asIf));
        answers.Add(ModelInstanceGates.Memory(asIf, claimed: 0));
        // Queue and class are held, not limited.
        foreach (var name in new[] { "queue", ModelTask.ClassGate(task.PriorityClass) })
        {
            var held = ModelGates.All(Stored(name) ?? new GateState { Name = name }, 0, task.PriorityClass, asIf.Now, options.Gates)
                .Find(answer => answer.Kind == GateKind.Hold);
            answers.Add(held ?? IsOpen(name));
        }

        foreach (var name in task.Gates())
        {
            var said = ModelGates.All(InForce(name), Occupancy(name), task.PriorityClass, asIf.Now, options.Gates);
            answers.AddRange(said.Count > 0 ? said : [IsOpen(name)]);
        }

        return answers;
    }

    private static GateAnswer IsOpen(string name) => new(name, GateKind.Hold, true, $"{name} is open", null, null);

    /// <summary>As much of its texts as is asked for.</summary>
    private static TaskRecord Shortened(TaskRecord record, TaskFilter filter)
    {
        if (filter.TextCharacters is not { } most)
            return record;
        List<string> shortened = [];
        if (record.Spec is { Prompt: null, Arguments: null } || record.Spec.Prompt?.Length > most)
            shortened.Add("prompt");
        if (record.Result?.Length > most)
            shortened.Add("result");
        if (record.StructuredResult?.GetRawText().Length > most)
            shortened.Add("structuredResult");
        return shortened.Count == 0 ? record : record with
        {
            Spec = record.Spec with { Prompt = Beginning(record.Spec.Prompt, most) },
            Result = Beginning(record.Result, most),
            StructuredResult = shortened.Contains("structuredResult") ? null : record.StructuredResult,
            Shortened = shortened,
        };
    }

    /// <summary>Never half of a pair.</summary>
    private static string? Beginning(string? text, int most)
    {
        if (text is null || text.Length <= most)
            return text;
        return text[..(most > 0 && char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }

    private static bool IsAhead(AgentTask other, AgentTask task)
    {
        if (other.State != TaskState.Ready || other.PriorityClass > task.PriorityClass)
            return false;
        if (other.PriorityClass < task.PriorityClass)
            return true;
        return other.Group == task.Group
            && (other.ReadyAt < task.ReadyAt || (other.ReadyAt == task.ReadyAt && string.CompareOrdinal(other.Id, task.Id) < 0));
    }

    private static bool Matches(TaskRecord record, TaskFilter filter) =>
        (filter.State is null || filter.State.Values.Contains(record.Task.State))
        && (filter.Priority is null || filter.Priority.Values.Contains(record.Task.Priority))
        && (filter.Agent is null || filter.Agent.Values.Contains(record.Task.Agent))
        && (filter.Engine is null || filter.Engine.Values.Contains(record.Task.Engine))
        && (filter.Profile is null || filter.Profile.Values.Contains(record.Task.Profile))
        && (filter.Group is null || filter.Group.Values.Contains(record.Task.Group))
        && (filter.Type is null || filter.Type.Values.Any(type => type == record.Task.Type))
        && (filter.ConversationId is null || record.Task.ConversationId == filter.ConversationId)
        && (filter.Since is null || record.Task.CreatedAt >= filter.Since)
        && (filter.Until is null || record.Task.CreatedAt < filter.Until)
        && (filter.Search is null || Texts(record).Any(text => text.Contains(filter.Search, StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<string> Texts(TaskRecord record) =>
        [record.Spec.Prompt ?? "", record.Result ?? "",
        record.Spec.Metadata is { } metadata ? JsonSerializer.Serialize(metadata, Plain) : ""];

    private static TaskRecord WithoutLargePrompt(TaskRecord record) =>
        Encoding.UTF8.GetByteCount(record.Spec.Prompt ?? "") > LargestListedPrompt
        ? record with { Spec = record.Spec with { Prompt = record.Spec.Prompt![..256] } }
        : record;

    private ClassDepth DepthOf(Priority priority)
    {
        var ready = Live.Where(task => task.State == TaskState.Ready && task.PriorityClass == priority).ToList();
        var waiting = Live.Count(
            task => task.State is TaskState.Held or TaskState.Blocked or TaskState.Scheduled && task.PriorityClass == priority);
        return new ClassDepth(ready.Count, waiting, ready.Min(task => task.ReadyAt), ready.Max(task => task.ReadyAt));
    }
}
