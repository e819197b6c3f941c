using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Api.Reading;
using Ccsp.Gateway.Api.Streams;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ccsp.Gateway.Api;

/// <summary>Server-sent events, of one task or of all tasks.</summary>
internal static class EventRoutes
{
    private const string LastEventId = "Last-Event-ID";

    private static readonly RequestParameter[] Positions =
    [
        RequestParameter.Text("after", "The id of the last event that was received."),
        RequestParameter.Flag("follow", "Whether to wait for more; true when absent."),
        RequestParameter.Header(LastEventId, "As after, sent by browsers that connect again."),
    ];

    public static void MapTask(RouteGroupBuilder tasks) =>
        tasks.MapMethods("/{id}/events", Documentation.Reading, OfTaskAsync).Produces<EventEnvelope>(200, "text/event-stream").Produces(204)
            .Refuses(404).Reads(Positions)
            .Is(
                "followTask",
                "State events and output of one task as server-sent events. Last-Event-ID (or ?after=) resumes without gap or repeat; "
                + "the stream ends after the terminal event, and 204 says that there is nothing more. With ?follow=false it "
                + "ends after what has happened.");

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapMethods("/events", Documentation.Reading, OfAllAsync).WithTags("events").Produces<EventEnvelope>(200, "text/event-stream")
            .Reads(Positions)
            .Is(
                "followAll",
                "All stored events as server-sent events, from now on, or after the number in Last-Event-ID or ?after=. With "
                + "?follow=false: what is kept, then the end.");

    private static async Task<Results<EmptyHttpResult, NoContent, Refusal>> OfTaskAsync(
        HttpContext context, string id, StreamSources sources, IHostApplicationLifetime life)
    {
        if (Position(context.Request, out var text, out var follow) is { } wrong)
            return new Refusal(wrong);
        var from = default(StreamPosition);
        if (text is not null && !StreamPosition.TryParse(text, out from))
            return new Refusal(Problems.Field(LastEventId, $"'{text}' is none that this stream gave out."));
        using var subscription = sources.Hub.Subscribe(id, capacity: 64);
        if (await TaskReadRoutes.FindAsync(sources.Store, id, context.RequestAborted) is not { } record)
            return new Refusal(Problems.NoTask(id));
        if (from.Seq > record.Task.EventCount)
            return new Refusal(
                Problems.Field(LastEventId, $"'{text}' is none that this stream gave out: the task has {record.Task.EventCount} events."));
        if (record.Task.IsTerminal && from.Seq == record.Task.EventCount)
            return TypedResults.NoContent();
        if (HttpMethods.IsHead(context.Request.Method))
            return HeadOnly(context);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
        using var sse = new SseWriter(context.Response, sources.Time);
        using var follower = new TaskFollower(sources, id, sse, follow, stop.Token);
        await UntilStoppedAsync(follower.RunAsync(from, subscription), stop.Token);
        return TypedResults.Empty;
    }

    private static async Task<Results<EmptyHttpResult, Refusal>> OfAllAsync(
        HttpContext context, StreamSources sources, IHostApplicationLifetime life)
    {
        if (Position(context.Request, out var text, out var follow) is { } wrong)
            return new Refusal(wrong);
        long? after = null;
        if (text is not null)
        {
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return new Refusal(Problems.Field(LastEventId, $"'{text}' is no number of an event."));
            after = number;
        }

        if (HttpMethods.IsHead(context.Request.Method))
            return HeadOnly(context);
        using var subscription = sources.Hub.Subscribe(taskId: null, capacity: 64);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
        using var sse = new SseWriter(context.Response, sources.Time);
        await UntilStoppedAsync(
            new GlobalFollower(sources, sse, stop.Token).RunAsync(after ?? (follow ? null : 0), follow, subscription), stop.Token);
        return TypedResults.Empty;
    }

    /// <summary>Treats a disconnected client and a stopping gateway as normal ends of a stream.</summary>
    public static async Task UntilStoppedAsync(Task stream, CancellationToken cancellationToken)
    {
        try
        {
            await stream;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The client can resume from the position it holds.
        }
    }

    /// <summary>For HEAD: the headers of a stream without waiting for its end.</summary>
    private static EmptyHttpResult HeadOnly(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        return TypedResults.Empty;
    }

    private static Problem? Position(HttpRequest request, out string? position, out bool follow)
    {
        var query = new QueryFields(request.Query);
        follow = query.Flag("follow") ?? true;
        position = query.Text("after");
        var values = request.Headers[LastEventId];
        if (values.Count > 1)
            return Problems.Field(LastEventId, "It is given twice.");
        if (values is [{ Length: > 0 } last])
            position = last;
        return query.Refusal();
    }
}
