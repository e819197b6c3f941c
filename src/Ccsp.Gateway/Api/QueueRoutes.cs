using Ccsp.Contracts;
using Ccsp.Gateway.Api.Reading;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ccsp.Gateway.Api;

internal static class QueueRoutes
{
    /// <summary>Tasks cancelled in one store transaction, so that clearing a full queue does not block the writer.</summary>
    private const int CancelledAtOnce = 500;

    /// <summary>After this time a clear answers with its progress; the caller repeats it to go on.</summary>
    private static readonly TimeSpan LongestClear = TimeSpan.FromSeconds(10);

    public static void Map(IEndpointRouteBuilder api)
    {
        var queue = api.MapGroup("/queue").WithTags("queue");
        queue.MapMethods("/", Documentation.Reading, GetAsync).IsPolled().Is("getQueue", "The queue in figures.");
        queue.MapPost("/pause", PauseAsync).Takes<QueuePause>(optional: true).Refuses(415, 422)
            .Is("pauseQueue", "Start nothing more, or nothing of one class or group; what runs goes on.");
        queue.MapPost("/resume", ResumeAsync).Takes<QueueResume>(optional: true).Refuses(415, 422).Is("resumeQueue", "Start tasks again.");
        queue.MapPost("/clear", ClearAsync).Takes<QueueClear>(optional: true).Refuses(415, 422)
            .Is("clearQueue", "Cancel waiting tasks, all or those a filter names. What runs goes on.");
    }

    private static async Task<Results<Ok<QueueView>, Refusal>> GetAsync(ITaskStore store, GateSetting gates,
        CancellationToken cancellationToken) =>
        TypedResults.Ok(Views.Queue(await store.SnapshotAsync(gates.Now, cancellationToken), gates.Now));

    private static async Task<Results<Ok<QueueView>, Refusal>> PauseAsync(HttpContext context, ITaskStore store, GateSetting gates)
    {
        var read = await RequestBody.ReadAsync(context.Request, CcspJson.Wire.QueuePause, new QueuePause(), context.RequestAborted);
        if (gates.Judge(read, read.Value?.Reason, read.Value?.Until) is { } wrong)
            return new Refusal(wrong);
        if (JudgePart(read.Value!.Priority, read.Value.Group) is { } unclear)
            return new Refusal(unclear);
        await gates.CloseAsync(
            GateOf(read.Value.Priority, read.Value.Group), read.Value.Reason ?? "paused", read.Value.Until, CallerOf.Request(context),
            context.RequestAborted);
        return await GetAsync(store, gates, context.RequestAborted);
    }

    private static async Task<Results<Ok<QueueView>, Refusal>> ResumeAsync(HttpContext context, ITaskStore store, GateSetting gates)
    {
        var read = await RequestBody.ReadAsync(context.Request, CcspJson.Wire.QueueResume, new QueueResume(), context.RequestAborted);
        if (read.Broken is not null)
            return new Refusal(read.Broken);
        if (read.Errors.Count > 0)
            return new Refusal(Problems.Fields([.. read.Errors]));
        if (JudgePart(read.Value!.Priority, read.Value.Group) is { } unclear)
            return new Refusal(unclear);
        await gates.OpenAsync(GateOf(read.Value.Priority, read.Value.Group), CallerOf.Request(context), context.RequestAborted);
        return await GetAsync(store, gates, context.RequestAborted);
    }

    private static async Task<Results<Ok<QueueCleared>, Refusal>> ClearAsync(
        HttpContext context, ITaskStore store, GateSetting gates, TimeProvider time)
    {
        var (read, began) = (
            await RequestBody.ReadAsync(context.Request, CcspJson.Wire.QueueClear, new QueueClear(), context.RequestAborted),
            time.GetTimestamp());
        if (read.Broken is not null)
            return new Refusal(read.Broken);
        var clear = read.Value!;
        var faults = new Faults("");
        faults.Line("reason", clear.Reason, 1000);
        if (clear.State > TaskState.Ready)
            faults.Add("state", "Only held, blocked, scheduled and ready tasks are cleared; cancel a running one by itself.");
        if (read.Errors.Count + faults.All.Count > 0)
            return new Refusal(Problems.Fields([.. read.Errors, .. faults.All]));
        var filter = new ClearFilter(
            clear.State, clear.Priority, clear.Group, clear.Agent, CallerOf.Request(context).Name, gates.Now, clear.Reason);
        var cancelled = 0;
        string? after = null;
        do
        {
            var step = await StorePatience.StepAsync(store.ClearAsync(filter, after, CancelledAtOnce, context.RequestAborted));
            (cancelled, after) = (cancelled + step.Cancelled, step.Next);
        }
        while (after is not null && time.GetElapsedTime(began) < LongestClear);
        return TypedResults.Ok(new QueueCleared(cancelled, Complete: after is null));
    }

    private static string GateOf(Priority? priorityClass, string? group) =>
        priorityClass is { } named ? GateNames.Class(named) : group is not null ? GateNames.Group(group) : GateNames.Queue;

    /// <summary>Why the selected part of the queue is invalid; null when it is valid.</summary>
    private static Problem? JudgePart(Priority? priorityClass, string? group)
    {
        var faults = new Faults("");
        faults.Line("group", group);
        if (priorityClass is not null && group is not null)
            faults.Add("group", "Name a class or a group, not both: a pause of one is a gate of its own.");
        return faults.All.Count > 0 ? Problems.Fields([.. faults.All]) : null;
    }
}
