using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Api.Reading;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ccsp.Gateway.Api;

internal static class SubmitRoutes
{
    private const int LongestWait = 300;

    private static readonly RequestParameter IdempotencyKey =
        RequestParameter.Header("Idempotency-Key", "1 to 255 characters; the same key with the same content gives the same task again.");

    public static void Map(RouteGroupBuilder tasks)
    {
        tasks.MapPost("/", SubmitAsync).Takes<TaskSubmission>()
            .Reads(RequestParameter.Number("wait", "Seconds to hold the answer for, until the task ends.", 0, LongestWait), IdempotencyKey)
            .Refuses(409, 413, 415, 422, 429, 507)
            .Is(
                "submitTask",
                "Submit a task. With ?wait=SECONDS (at most 300) the answer is held until it ends: 200 when it did, 202 when not. The "
                + "header Idempotency-Key makes repeating safe.");
        tasks.MapPost("/batch", SubmitBatchAsync).Takes<BatchSubmission>()
            .Reads(IdempotencyKey)
            .Refuses(409, 413, 415, 422, 429, 507)
            .Produces<BatchAnswer>(StatusCodes.Status207MultiStatus)
            .Is("submitTasks", "Submit up to 1000 tasks, all or none with atomic: true, otherwise each answered for itself.");
    }

    private static async Task<Results<Accepted<TaskView>, Ok<TaskView>, Refusal>> SubmitAsync(
        HttpContext context, TaskSubmitter submitter, EventHub hub, UntilEnded untilEnded, IHostApplicationLifetime life)
    {
        var request = context.Request;
        if (WaitSeconds(request, out var seconds) is { } wrongQuery)
            return new Refusal(wrongQuery);
        if (KeyOf(request, out var key) is { } wrongKey)
            return new Refusal(wrongKey);
        var read = await RequestBody.ReadAsync(request, CcspJson.Wire.TaskSubmission, whenEmpty: null, context.RequestAborted);
        var id = submitter.NextId();
        // Subscribed before the submit, so that a fast end is not missed.
        using var early = seconds > 0 ? hub.Subscribe(id, capacity: 16) : null;
        var (outcome, refusal) = await submitter.SubmitAsync(id, read, CallerOf.Request(context).Name, key, context.RequestAborted);
        if (refusal is not null)
            return new Refusal(refusal);
        var task = TaskSubmitter.TaskOf(outcome!);
        if (early is not null && await WaitedAsync(task, early, hub, untilEnded, seconds, context, life) is { } record)
        {
            var now = Views.Task(record, submitter.Durability);
            return record.Task.IsTerminal ? TypedResults.Ok(now) : TypedResults.Accepted(Location(task), now);
        }

        return outcome is SubmitOutcome.Repeated && task.IsTerminal && await untilEnded.NowAsync(task.Id) is { } whole
            ? TypedResults.Ok(Views.Task(whole, submitter.Durability))
            : TypedResults.Accepted(Location(task), submitter.View(outcome!, read.Value!));
    }

    private static async Task<Results<Accepted<BatchAnswer>, JsonHttpResult<BatchAnswer>, Refusal>> SubmitBatchAsync(
        HttpContext context, TaskSubmitter submitter)
    {
        if (new QueryFields(context.Request.Query).Refusal() is { } wrongQuery)
            return new Refusal(wrongQuery);
        if (KeyOf(context.Request, out var key) is { } wrongKey)
            return new Refusal(wrongKey);
        var read = await RequestBody.ReadAsync(context.Request, CcspJson.Wire.BatchSubmission, whenEmpty: null, context.RequestAborted);
        var (answer, refusal) = await submitter.SubmitAsync(read, CallerOf.Request(context).Name, key, context.RequestAborted);
        if (refusal is not null)
            return new Refusal(refusal);
        return answer!.Refused == 0
            ? TypedResults.Accepted((string?)null, answer)
            : TypedResults.Json(answer, CcspJson.Wire.BatchAnswer, statusCode: StatusCodes.Status207MultiStatus);
    }

    /// <returns>The task after the wait, ended or not.</returns>
    private static async Task<TaskRecord?> WaitedAsync(
        AgentTask task, Subscription early, EventHub hub, UntilEnded untilEnded, int seconds, HttpContext context,
        IHostApplicationLifetime life)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
        // A repeated submit returns the earlier task, whose id differs from the subscribed one.
        using var other = task.Id == early.TaskId ? null : hub.Subscribe(task.Id, capacity: 16);
        return await untilEnded.WaitAsync(task.Id, other ?? early, TimeSpan.FromSeconds(seconds), stop.Token);
    }

    private static Problem? WaitSeconds(HttpRequest request, out int seconds)
    {
        seconds = 0;
        if (!request.QueryString.HasValue)
            return null;
        var query = new QueryFields(request.Query);
        seconds = (int)(query.Number("wait", 0, LongestWait) ?? 0);
        return query.Refusal();
    }

    private static Problem? KeyOf(HttpRequest request, out string? key)
    {
        key = null;
        if (!request.Headers.TryGetValue("Idempotency-Key", out var values))
            return null;
        key = values.Count == 1 ? values[0] : null;
        return key is { Length: > 0 and <= TaskSubmitter.LongestKey }
            ? null
            : Problems.Field(
                "Idempotency-Key",
                string.Create(CultureInfo.InvariantCulture, $"It must be given once and have 1 to {TaskSubmitter.LongestKey} characters."));
    }

    private static string Location(AgentTask task) => string.Concat(ApiVersion.Prefix, "/tasks/", task.Id);
}
