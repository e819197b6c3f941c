using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Queue;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Ccsp.Gateway.Api;

/// <summary>
/// Applies changes to one task in order, stops at the first refused one and returns the task's current state. With If-Match the store
/// compares the expected state in the commit itself, so either exactly that state is changed or nothing.
/// </summary>
internal sealed class Changes(ITaskStore store, TaskCancel cancel, Catalogue known, TimeProvider time)
{
    public static readonly RequestParameter IfMatch = RequestParameter.Header(
        "If-Match", "The ETag of GET /tasks/{id}: the task is changed only while it is still what it was then.");

    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    public async Task<Results<Ok<TaskView>, Refusal>> ApplyAsync(HttpContext context, string id, IReadOnlyList<TaskChange> changes)
    {
        var stop = context.RequestAborted;
        if (!TaskIds.IsOne(id))
            return new Refusal(Problems.NoTask(id));
        var (seen, wrong) = await SeenAsync(context.Request, id, stop);
        if (wrong is not null)
            return new Refusal(wrong);
        foreach (var change in changes.Select(change => change with { IfEvents = seen }))
        {
            var outcome = change is TaskChange.Cancel asked ? await cancel.CancelAsync(asked) : await store.ChangeAsync(change, stop);
            if (outcome is not ChangeOutcome.Applied applied)
                return new Refusal(await WhyAsync(outcome, id, seen, stop));
            seen = seen is null ? null : applied.Task.EventCount;
        }

        // A run that is being stopped while the store is unavailable is shown from memory; the store may not answer at all.
        return (cancel.Unwritten(id) ?? await store.GetAsync(id, stop)) is { } record
            ? TypedResults.Ok(Views.Task(record, known.Durability))
            : new Refusal(Problems.NoTask(id));
    }

    /// <returns>The number of events the caller's If-Match refers to; null without If-Match.</returns>
    private async Task<(int? Events, Problem? Wrong)> SeenAsync(HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (request.Headers.IfMatch.Count == 0)
            return (null, null);
        if (!EntityTagHeaderValue.TryParseStrictList(request.Headers.IfMatch, out var tags))
            return (null, Problems.Field("If-Match", "It must be the ETag that GET gave, in its quotes, or *."));
        if (await store.GetAsync(id, cancellationToken) is not { } record)
            return (null, Problems.NoTask(id));
        if (tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any)))
            return (null, null);
        var view = Views.Task(record, known.Durability);
        var now = TaggedJson.TagOf(JsonSerializer.SerializeToUtf8Bytes(view, CcspJson.Wire.TaskView));
        return tags.Any(tag => tag.Compare(now, useStrongComparison: true))
            ? (record.Task.EventCount, null)
            : (null, Problems.Changed(view));
    }

    private async Task<Problem> WhyAsync(ChangeOutcome outcome, string id, int? seen, CancellationToken cancellationToken) =>
        outcome is ChangeOutcome.Refused { Task.EventCount: var events } && seen is not null && seen != events
        && await store.GetAsync(id, cancellationToken) is { } record
            ? Problems.Changed(Views.Task(record, known.Durability))
            : Problems.Of(outcome, id);
}
