using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Api.Reading;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Api;

/// <summary>Turns submissions into tasks: validates them, assigns ids and passes all to the store in one step.</summary>
internal sealed class TaskSubmitter(ITaskStore store, TaskId ids, SubmissionRules rules, Resumption resumption, Catalogue known,
    TimeProvider time)
{
    public const int LongestKey = 255;

    public Durability Durability => known.Durability;

    public string NextId() => ids.Next();

    /// <summary>Submits one task under an id the caller created, so that it can subscribe first.</summary>
    public async Task<(SubmitOutcome? Outcome, Problem? Refusal)> SubmitAsync(
        string id, Read<TaskSubmission> read, string caller, string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (read.Broken is not null)
            return (null, read.Broken);
        var now = Now();
        var resumed = await resumption.FindAsync(read.Value!, cancellationToken);
        var (spec, errors) = Judge(resumed, "", now);
        if (read.Errors.Count + errors.Count > 0)
            return (null, Problems.Fields([.. read.Errors, .. Unless(read.Errors, errors)]));
        var task = resumed.AsTask(id, spec);
        var submit = new Submit(task, caller, idempotencyKey, idempotencyKey is null ? null : HashOf(read.Value!));
        var outcomes = await store.SubmitAsync(new SubmitBatch([submit], Atomic: true, now), cancellationToken);
        return (outcomes[0], Problems.Of(outcomes[0]));
    }

    /// <summary>Up to 1 000 tasks, each with its own result, or with <see cref="BatchSubmission.Atomic"/> all or none.</summary>
    public async Task<(BatchAnswer? Answer, Problem? Refusal)> SubmitAsync(
        Read<BatchSubmission> read, string caller, string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (read.Broken is not null)
            return (null, read.Broken);
        var tasks = read.Value!.Tasks;
        if (tasks is null or { Count: 0 or > 1000 } && read.Errors.Count == 0)
            return (null, Problems.Fields([new("tasks", FieldFault.Missing, "It must hold 1 to 1000 tasks.")]));
        var now = Now();
        List<FieldError> errors = [.. read.Errors];
        // A field that could not be read is missing from its task, so nothing is submitted.
        var atomic = read.Value.Atomic == true || errors.Count > 0;
        var items = new BatchItem?[tasks?.Count ?? 0];
        List<(int Index, Submit Submit)> submits = [];
        for (var i = 0; i < items.Length; i++)
        {
            var (task, faults) = await JudgeAsync(tasks![i], i, atomic, now, cancellationToken);
            errors.AddRange(Unless(read.Errors, faults));
            if (faults.Count > 0)
                items[i] = Item(Problems.Fields(faults));
            else
                submits.Add((i, new Submit(task, caller, KeyOf(idempotencyKey, i), idempotencyKey is null ? null : HashOf(tasks[i]))));
        }

        return atomic && errors.Count > 0
            ? (null, Problems.Fields(errors))
            : await SubmitAsync(submits, items, atomic, now, cancellationToken);
    }

    private async Task<(BatchAnswer? Answer, Problem? Refusal)> SubmitAsync(
        List<(int Index, Submit Submit)> submits, BatchItem?[] items, bool atomic, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var outcomes = submits.Count == 0
            ? []
            : await store.SubmitAsync(new SubmitBatch([.. submits.Select(pair => pair.Submit)], atomic, now), cancellationToken);
        for (var i = 0; i < outcomes.Count; i++)
        {
            var problem = Problems.Of(outcomes[i]);
            if (atomic && problem is not null && outcomes[i] is not SubmitOutcome.NotAttempted)
                return (null, problem with { Detail = Faults.Invariant($"tasks[{submits[i].Index}]: {problem.Detail}") });
            items[submits[i].Index] = problem is not null
                ? Item(problem)
                : new BatchItem(StatusCodes.Status202Accepted, View(outcomes[i], submits[i].Submit.Task.Spec), null);
        }

        var accepted = items.Count(item => item!.Task is not null);
        return (new BatchAnswer(accepted, items.Length - accepted, items!), null);
    }

    public TaskView View(SubmitOutcome outcome, TaskSubmission spec) => Views.Task(TaskOf(outcome), spec, known.Durability);

    public static AgentTask TaskOf(SubmitOutcome outcome) => outcome switch
    {
        SubmitOutcome.Accepted accepted => accepted.Task,
        SubmitOutcome.Repeated repeated => repeated.Task,
        _ => throw new InvalidOperationException($"{outcome} has no task."),
    };

    private async Task<(NewTask Task, IReadOnlyList<FieldError> Errors)> JudgeAsync(
        TaskSubmission? spec, int index, bool atomic, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (name, id) = (string.Create(CultureInfo.InvariantCulture, $"tasks[{index}]"), ids.Next());
        if (spec is null)
            return (new NewTask(id, new TaskSubmission()), [new(name, FieldFault.Malformed, "It must be an object.")]);
        var resumed = await resumption.FindAsync(spec, cancellationToken);
        var (judged, errors) = Judge(resumed, atomic ? name + "." : "", now);
        return (resumed.AsTask(id, judged), errors);
    }

    private (TaskSubmission Spec, IReadOnlyList<FieldError> Errors) Judge(Resumed resumed, string prefix, DateTimeOffset now)
    {
        var (spec, errors) = rules.Judge(resumed.Spec, prefix, now);
        return (spec, resumed.Error is { } error ? [.. errors, new(prefix + "resume", FieldFault.Unacceptable, error)] : errors);
    }

    /// <summary>Omits errors about fields that could not be read: reporting them as missing as well would be noise.</summary>
    private static IEnumerable<FieldError> Unless(IReadOnlyList<FieldError> unreadable, IEnumerable<FieldError> more) =>
        unreadable.Count == 0
            ? more
            : more.Where(error => !unreadable.Any(known => known.Field.StartsWith(error.Field, StringComparison.Ordinal)));

    /// <summary>Hash of the parsed content, so that field order and white space do not matter.</summary>
    private static string HashOf(TaskSubmission spec) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(spec, CcspJson.Wire.TaskSubmission)));

    private static string? KeyOf(string? batchKey, int index) =>
        batchKey is null ? null : string.Create(CultureInfo.InvariantCulture, $"{batchKey}#{index}");

    private static BatchItem Item(Problem problem) => new(problem.Status, null, problem);

    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
