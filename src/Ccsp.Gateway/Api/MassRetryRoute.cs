using Ccsp.Contracts;
using Ccsp.Gateway.Api.Reading;
using Ccsp.Gateway.Queue;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ccsp.Gateway.Api;

internal static class MassRetryRoute
{
    public static void Map(RouteGroupBuilder tasks) =>
        tasks.MapPost("/retry", RetryAsync).Takes<RetryOrder>(optional: true).Refuses(415, 422)
        .Is(
            "retryTasks",
            "Run all ended tasks again that a filter names, failed ones unless it says otherwise. With dryRun they are only counted.");

    private static async Task<Results<Ok<RetryReceipt>, Refusal>> RetryAsync(HttpContext context, MassRetry mass, Changes changes)
    {
        var read = await RequestBody.ReadAsync(context.Request, CcspJson.Wire.RetryOrder, new RetryOrder(), context.RequestAborted);
        if (read.Broken is not null)
            return new Refusal(read.Broken);
        var order = read.Value ?? new RetryOrder();
        var faults = new Faults("");
        var state = order.State ?? TaskState.Failed;
        if (state is not (TaskState.Failed or TaskState.Cancelled or TaskState.Expired))
            faults.Add("state", "Only failed, cancelled and expired tasks are retried by a filter; retry one that succeeded by itself.");
        if (order.FailReason is not null && state != TaskState.Failed)
            faults.Add("failReason", "Only failed tasks have one.");
        if (order.Since >= order.Until)
            faults.Add("until", "It is not after since, so no task could match.");
        if (read.Errors.Count + faults.All.Count > 0)
            return new Refusal(Problems.Fields([.. read.Errors, .. faults.All]));
        return TypedResults.Ok(
            await mass.RunAsync(
                FilterOf(order, state, changes.Now), order.DryRun == true, CallerOf.Request(context).Name, context.RequestAborted));
    }

    private static RetryFilter FilterOf(RetryOrder order, TaskState state, DateTimeOffset now) => new(
        new TaskFilter
        {
            State = state,
            Priority = Choice.Of(order.Priority),
            Agent = Choice.Of(order.Agent),
            Engine = Choice.Of(order.Engine),
            Profile = Choice.Of(order.Profile),
            Group = Choice.Of(order.Group),
            Type = Choice.Of(order.Type),
            Since = order.Since,
            Until = order.Until,
        },
        order.FailReason,
        order.EndedBy ?? now);
}
