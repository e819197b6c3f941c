using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Api.Peers;
using Ccsp.Gateway.Api.Reading;
using Ccsp.Gateway.Api.Streams;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ccsp.Gateway.Api;

/// <summary>
/// The raw bytes of a run, whole or as a range, also while the run writes. The length is taken once, so that a file which grows during the
/// answer still matches the promised Content-Length.
/// </summary>
internal static class OutputRoute
{
    private static readonly RequestParameter[] Choices =
    [
        RequestParameter.Number("run", "Which run; the latest when absent.", 1, int.MaxValue),
        RequestParameter.EnumValue<OutputStream>("stream", "Standard output when absent."),
        RequestParameter.Flag("follow", "Go on until the run ends."),
        RequestParameter.Header("Range", "Some of the bytes, for example bytes=0-99."),
    ];

    public static void Map(RouteGroupBuilder tasks) =>
        tasks.MapMethods("/{id}/output", Documentation.Reading, SendAsync).Produces(200, contentType: "application/octet-stream")
            .Produces(206, contentType: "application/octet-stream").Refuses(404, 416, 503)
            .Reads(Choices)
            .Is(
                "getOutput",
                "Raw output of a run, by default the standard output of the latest: ?run=N, ?stream=stdout|stderr, header Range. With "
                + "?follow=true it goes on until the run ends.");

    private static async Task<Results<EmptyHttpResult, Refusal>> SendAsync(
        HttpContext context, string id, ITaskStore store, OutputFollower follower, PeerOutputRelay relay, RunOwner owner,
        RunFolders folders,
        IHostApplicationLifetime life)
    {
        var query = new QueryFields(context.Request.Query);
        var asked = (int?)query.Number("run", 1, int.MaxValue);
        var stream = query.EnumValue<OutputStream>("stream") ?? OutputStream.Stdout;
        var follow = query.Flag("follow") ?? false;
        if (query.Refusal() is { } wrong)
            return new Refusal(wrong);
        if (await TaskReadRoutes.FindAsync(store, id, context.RequestAborted) is not { } record)
            return new Refusal(Problems.NoTask(id));
        var run = asked ?? record.Task.LastRun;
        if (run == 0 || run > record.Task.LastRun)
            return new Refusal(Problems.NotFound(run == 0 ? $"Task {id} has not run yet." : $"Task {id} has no run {run}."));
        if (!context.Request.Headers.ContainsKey(PeerRequests.PassedOn)
            && await owner.FindAsync(id, run, context.RequestAborted) is { } other)
            return await relay.SendAsync(context, other, context.RequestAborted);
        var file = new FileInfo(stream == OutputStream.Stdout ? folders.Stdout(id, run) : folders.Stderr(id, run));
        // An ended run has no file for a stream it never wrote to.
        if (!file.Exists && stream == OutputStream.Stderr && File.Exists(folders.Stdout(id, run)))
            return await SendFileAsync(context, file.FullName, 0);
        if (!file.Exists)
            return new Refusal(Problems.NotFound(Gone(record.Task, run)));
        if (follow && !HttpMethods.IsHead(context.Request.Method) && RunSpan.IsUnderWay(record.Task, run))
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
            await EventRoutes.UntilStoppedAsync(follower.SendAsync(context, file.FullName, id, run, stop.Token), stop.Token);
            // A proper end means the output is complete; when the gateway stops first, the connection must be aborted.
            if (life.ApplicationStopping.IsCancellationRequested)
                context.Abort();
            return TypedResults.Empty;
        }

        return await SendFileAsync(context, file.FullName, file.Length);
    }

    private static string Gone(AgentTask task, int run) => task.IsTerminal
        ? $"The output of run {run} of task {task.Id} is not kept any more (retention.outputDays); what came of the task is at "
            + $"/api/v1/tasks/{task.Id}/result."
        : $"The output of run {run} of task {task.Id} is not on this machine.";

    private static async Task<Results<EmptyHttpResult, Refusal>> SendFileAsync(HttpContext context, string path, long length)
    {
        var response = context.Response;
        response.Headers.AcceptRanges = "bytes";
        response.Headers.CacheControl = "no-store";
        var part = ByteRange.Of(context.Request.Headers.Range, length);
        if (!part.IsThere)
        {
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{length}");
            return new Refusal(
                Problems.Of(416, ErrorCodes.RangeNotSatisfiable, "The range is not there", $"The output has {length} bytes."));
        }

        response.ContentType = "application/octet-stream";
        response.ContentLength = part.Count;
        if (part.IsPartial)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = string.Create(
                CultureInfo.InvariantCulture, $"bytes {part.From}-{part.From + part.Count - 1}/{length}");
        }

        if (part.Count > 0)
            await response.SendFileAsync(path, part.From, part.Count, context.RequestAborted);
        return TypedResults.Empty;
    }

    private enum OutputStream
    {
        Stdout,
        Stderr,
    }
}
