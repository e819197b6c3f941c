using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Api.Reading;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ccsp.Gateway.Api;

internal static class TaskActionRoutes
{
    public static void Map(RouteGroupBuilder tasks)
    {
        tasks.MapPost("/{id}/cancel", CancelAsync).Reads(Changes.IfMatch).Refuses(404, 409, 412)
            .Is("cancelTask", "Cancel a task: a waiting one at once, a running one is stopped first.");
        tasks.MapPost("/{id}/retry", RetryAsync).Reads(Changes.IfMatch).Refuses(404, 409, 412)
            .Is("retryTask", "Run an ended task again under the same id, with fresh budgets.");
        tasks.MapPost("/{id}/approve", ApproveAsync).Reads(Changes.IfMatch).Refuses(404, 409, 412)
            .Is("approveTask", "Let a held task go.");
        tasks.MapPatch("/{id}", PatchAsync).Takes<TaskPatch>().Reads(Changes.IfMatch).Refuses(404, 409, 412, 415, 422)
            .Is(
                "changeTask",
                "Change priority, group, runAt or metadata. Null clears: the group is the agent's again, runAt and metadata are gone.");
    }

    private static Task<Results<Ok<TaskView>, Refusal>> CancelAsync(HttpContext context, string id, Changes changes) =>
        changes.ApplyAsync(context, id, [new TaskChange.Cancel(id, CallerOf.Request(context).Name, changes.Now)]);

    private static Task<Results<Ok<TaskView>, Refusal>> RetryAsync(HttpContext context, string id, Changes changes) =>
        changes.ApplyAsync(context, id, [new TaskChange.Retry(id, CallerOf.Request(context).Name, changes.Now)]);

    private static Task<Results<Ok<TaskView>, Refusal>> ApproveAsync(HttpContext context, string id, Changes changes) =>
        changes.ApplyAsync(context, id, [new TaskChange.Approve(id, CallerOf.Request(context).Name, changes.Now)]);

    private static async Task<Results<Ok<TaskView>, Refusal>> PatchAsync(HttpContext context, string id, ITaskStore store, Changes changes)
    {
        var read = await RequestBody.ReadAsync(context.Request, CcspJson.Wire.TaskPatch, whenEmpty: null, context.RequestAborted);
        if (read.Broken is not null)
            return new Refusal(read.Broken);
        var patch = read.Value!;
        var faults = new Faults("");
        faults.Line("group", patch.Group);
        faults.NotTooFar("runAt", patch.RunAt, changes.Now);
        FreeFields.Metadata(patch.Metadata, faults);
        if (read.Nulls.Contains("priority"))
            faults.Add("priority", "It cannot be cleared: every task has one. Send \"normal\" for the one tasks have by default.");
        if (read.Errors.Count + faults.All.Count > 0)
            return new Refusal(Problems.Fields([.. read.Errors, .. faults.All]));
        return await TaskReadRoutes.FindAsync(store, id, context.RequestAborted) is { } record
            ? await changes.ApplyAsync(
                context, id, ChangesOf(patch, read.Nulls, record.Task, CallerOf.Request(context).Name, changes.Now))
            : new Refusal(Problems.NoTask(id));
    }

    /// <summary>Null clears: the group falls back to the agent's, the start time and the metadata are removed.</summary>
    private static List<TaskChange> ChangesOf(
        TaskPatch patch, IReadOnlyList<string> nulls, AgentTask task, string actor, DateTimeOffset now)
    {
        List<TaskChange> list = [];
        var group = nulls.Contains("group") ? task.Agent : patch.Group;
        if (patch.Priority is not null || group is not null)
            list.Add(new TaskChange.Rearrange(task.Id, patch.Priority, group, actor, now));
        // A task that waits for a limit or a retry has no start time of its own to clear.
        if (nulls.Contains("runAt") && task.WaitReason is null or WaitReason.User)
            list.Add(new TaskChange.Reschedule(task.Id, RunAt: null, actor, now));
        if (patch.RunAt is { } runAt)
            list.Add(new TaskChange.Reschedule(task.Id, runAt, actor, now));
        if ((nulls.Contains("metadata") ? new Dictionary<string, JsonElement>() : patch.Metadata) is { } metadata)
            list.Add(new TaskChange.SetMetadata(task.Id, metadata, actor, now));
        return list;
    }
}
