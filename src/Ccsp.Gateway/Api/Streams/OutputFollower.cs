using System.Globalization;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Api.Streams;

/// <summary>Streams the raw bytes of a live run until it ends.</summary>
internal sealed class OutputFollower(ITaskStore store, EventHub hub, OutputGrowth growth, TimeProvider time)
{
    private const int Chunk = 16 << 10;

    private static readonly TimeSpan UnwatchedPoll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan WatchedPoll = TimeSpan.FromSeconds(1);

    /// <summary>Answers 200 from the beginning, or 206 from the start of an open range, which may lie at the present end.</summary>
    public async Task SendAsync(HttpContext context, string path, string taskId, int run, CancellationToken cancellationToken)
    {
        var length = new FileInfo(path).Length;
        var offset = ByteRange.Of(context.Request.Headers.Range, length) is { IsPartial: true } part ? Math.Min(part.From, length) : 0;
        Head(context.Response, offset, length);
        // Headers are sent only with the first byte unless flushed; a client that receives nothing for minutes assumes a dead gateway.
        await context.Response.StartAsync(cancellationToken);
        await context.Response.BodyWriter.FlushAsync(cancellationToken);
        using var subscription = hub.Subscribe(taskId, capacity: 16);
        var signal = new EventSignal(subscription, time);
        var lastRead = time.GetTimestamp();
        var underWay = await IsUnderWayAsync(taskId, run, cancellationToken);
        while (true)
        {
            var grown = growth(taskId, run);
            // Read before the last bytes, so that an end in between loses none.
            var last = !underWay;
            if (await CopyAsync(context.Response, path, offset, cancellationToken) is not { } reached || last)
                return;
            offset = reached;
            var hasEvent = await signal.WaitAsync(grown is null ? UnwatchedPoll : WatchedPoll, grown, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (!hasEvent && time.GetElapsedTime(lastRead) < WatchedPoll)
                continue;
            lastRead = time.GetTimestamp();
            underWay = await IsUnderWayAsync(taskId, run, cancellationToken);
        }
    }

    private static void Head(HttpResponse response, long offset, long length)
    {
        response.ContentType = "application/octet-stream";
        if (offset == 0)
            return;
        response.StatusCode = StatusCodes.Status206PartialContent;
        // The total length is unknown while the run writes; RFC 9110 writes it as a star.
        response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {offset}-{Math.Max(offset, length - 1)}/*");
    }

    private async Task<bool> IsUnderWayAsync(string taskId, int run, CancellationToken cancellationToken) =>
        await store.GetAsync(taskId, cancellationToken) is { } record && RunSpan.IsUnderWay(record.Task, run);

    /// <returns>The new offset; null when the client is gone.</returns>
    private static async Task<long?> CopyAsync(HttpResponse response, string path, long offset, CancellationToken cancellationToken)
    {
        using var file = OutputFile.Open(path);
        if (file is null)
            return offset;
        while (true)
        {
            var read = RandomAccess.Read(file, response.BodyWriter.GetSpan(Chunk), offset);
            if (read == 0)
                return offset;
            response.BodyWriter.Advance(read);
            offset += read;
            if ((await response.BodyWriter.FlushAsync(cancellationToken)).IsCompleted)
                return null;
        }
    }
}
