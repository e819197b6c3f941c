using Ccsp.Contracts;
using Ccsp.Gateway.Api.Reading;
using Ccsp.Gateway.Queue;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ccsp.Gateway.Api;

/// <summary>Acting on one task.</summary>
internal static class TaskActionRoutes
{
    public static void Map(RouteGroupBuilder tasks)
    {
        tasks.MapPost("/{id}/cancel", CancelAsync).Refuses(404, 409).Is("cancelTask", "Cancel a task: a waiting one at once, a running one is stopped first.");
        tasks.MapPost("/{id}/retry", RetryAsync).Refuses(404, 409).Is("retryTask", "Run an ended task again under the same id, with fresh budgets.");
        tasks.MapPost("/{id}/approve", ApproveAsync).Refuses(404, 409).Is("approveTask", "Let a held task go.");
        tasks.MapPatch("/{id}", PatchAsync).Takes<TaskPatch>().Refuses(404, 409, 415, 422).Is("changeTask", "Change priority, group, runAt or metadata.");
    }

    private static Task<Results<Ok<TaskView>, Refusal>> CancelAsync(HttpContext context, string id, Changes changes) =>
        changes.ApplyAsync(id, [new TaskChange.Cancel(id, CallerOf.Request(context).Name, changes.Now)], context.RequestAborted);

    private static Task<Results<Ok<TaskView>, Refusal>> RetryAsync(HttpContext context, string id, Changes changes) =>
        changes.ApplyAsync(id, [new TaskChange.Retry(id, CallerOf.Request(context).Name, changes.Now)], context.RequestAborted);

    private static Task<Results<Ok<TaskView>, Refusal>> ApproveAsync(HttpContext context, string id, Changes changes) =>
        changes.ApplyAsync(id, [new TaskChange.Approve(id, CallerOf.Request(context).Name, changes.Now)], context.RequestAborted);

    private static async Task<Results<Ok<TaskView>, Refusal>> PatchAsync(HttpContext context, string id, Changes changes)
    {
        var read = await RequestBody.ReadAsync(context.Request, CcspJson.Wire.TaskPatch, whenEmpty: null, context.RequestAborted);
        if (read.Broken is not null)
            return new Refusal(read.Broken);
        var patch = read.Value!;
        var faults = new Faults("");
        faults.Word("group", patch.Group);
        FreeFields.Metadata(patch.Metadata, faults);
        if (read.Errors.Count + faults.All.Count > 0)
            return new Refusal(Problems.Fields([.. read.Errors, .. faults.All]));
        var actor = CallerOf.Request(context).Name;
        List<TaskChange> list = [];
        if (patch.Priority is not null || patch.Group is not null)
            list.Add(new TaskChange.Rearrange(id, patch.Priority, patch.Group, actor, changes.Now));
        if (patch.RunAt is { } runAt)
            list.Add(new TaskChange.Reschedule(id, runAt, actor, changes.Now));
        if (patch.Metadata is { } metadata)
            list.Add(new TaskChange.SetMetadata(id, metadata, actor, changes.Now));
        return await changes.ApplyAsync(id, list, context.RequestAborted);
    }
}
