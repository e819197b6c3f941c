using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Api.Reading;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Queue;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Ccsp.Gateway.Api;

/// <summary>
/// The raw bytes of a run, whole or a range, also while it writes them. The length is taken once: a file that grows while it is sent is
/// sent up to there, so the length that was promised holds.
/// </summary>
internal static class OutputRoute
{
    public static void Map(RouteGroupBuilder tasks) =>
        tasks.MapGet("/{id}/output", SendAsync).Produces(200, contentType: "application/octet-stream").Produces(206, contentType: "application/octet-stream").Refuses(404, 416)
            .Is("getOutput", "Raw output of a run, by default the standard output of the latest: ?run=N, ?stream=stdout|stderr, header Range.");

    private static async Task<Results<EmptyHttpResult, Refusal>> SendAsync(HttpContext context, string id, ITaskStore store, RunFolders folders)
    {
        var query = new QueryFields(context.Request.Query);
        var asked = (int?)query.Number("run", 1, int.MaxValue);
        var stream = query.Word<OutputStream>("stream") ?? OutputStream.Stdout;
        if (query.Refusal() is { } wrong)
            return new Refusal(wrong);
        if (await TaskReadRoutes.FindAsync(store, id, context.RequestAborted) is not { } record)
            return new Refusal(Problems.NoTask(id));
        var run = asked ?? record.Task.LastRun;
        if (run == 0 || run > record.Task.LastRun)
            return new Refusal(Problems.NotFound(run == 0 ? $"Task {id} has not run yet." : $"Task {id} has no run {run}."));
        var file = new FileInfo(stream == OutputStream.Stdout ? folders.Stdout(id, run) : folders.Stderr(id, run));
        if (!file.Exists)
            return new Refusal(Problems.NotFound($"The output of run {run} of task {id} is not on this machine."));
        return await SendFileAsync(context, file.FullName, file.Length);
    }

    private static async Task<Results<EmptyHttpResult, Refusal>> SendFileAsync(HttpContext context, string path, long length)
    {
        var response = context.Response;
        response.Headers.AcceptRanges = "bytes";
        response.Headers.CacheControl = "no-store";
        var (from, count, partial) = Part(context.Request, length);
        if (count < 0)
        {
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{length}");
            return new Refusal(Problems.Of(416, ErrorCodes.RangeNotSatisfiable, "The range is not there", $"The output has {length} bytes."));
        }

        response.ContentType = "application/octet-stream";
        response.ContentLength = count;
        if (partial)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{from + count - 1}/{length}");
        }

        if (count > 0)
            await response.SendFileAsync(path, from, count, context.RequestAborted);
        return TypedResults.Empty;
    }

    /// <summary>One range of bytes; several at once, or a header that is none, mean the whole, as the standard allows.</summary>
    /// <returns>A count below zero when the range lies outside.</returns>
    private static (long From, long Count, bool Partial) Part(HttpRequest request, long length)
    {
        if (request.Headers.Range is not [{ } text] || !RangeHeaderValue.TryParse(text, out var header) || header.Unit != "bytes" || header.Ranges.Count != 1)
            return (0, length, false);
        var range = header.Ranges.First();
        if (range.From is not { } from)
            return range.To is > 0 and var suffix && length > 0 ? (Math.Max(0, length - suffix), Math.Min(length, suffix), true) : (0, -1, true);
        return from >= length ? (0, -1, true) : (from, Math.Min(range.To ?? long.MaxValue, length - 1) - from + 1, true);
    }

    private enum OutputStream
    {
        Stdout,
        Stderr,
    }
}
