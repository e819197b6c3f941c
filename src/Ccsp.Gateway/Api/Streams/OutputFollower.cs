using System.Globalization;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Api.Streams;

/// <summary>Sends the raw bytes of a live run as it writes them, until it ends.</summary>
internal sealed class OutputFollower(ITaskStore store, EventHub hub, OutputGrowth growth, TimeProvider time)
{
    private const int Chunk = 16 << 10;

    private static readonly TimeSpan UnwatchedLook = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan WatchedLook = TimeSpan.FromSeconds(1);

    /// <summary>Answers 200 from the beginning, or 206 from where an open range begins, which may lie at the present end.</summary>
    public async Task SendAsync(HttpContext context, string path, string taskId, int run, CancellationToken cancellationToken)
    {
        var length = new FileInfo(path).Length;
        var offset = ByteRange.Of(context.Request.Headers.Range, length) is { IsPartial: true } part ? Math.Min(part.From, length) : 0;
        Head(context.Response, offset, length);
        // Headers wait for the first byte unless they are pushed; who hears nothing for minutes takes the gateway for dead.
        await context.Response.StartAsync(cancellationToken);
        await context.Response.BodyWriter.FlushAsync(cancellationToken);
        using var subscription = hub.Subscribe(taskId, capacity: 16);
        var signal = new EventSignal(subscription, time);
        var lastLook = time.GetTimestamp();
        var underWay = await IsUnderWayAsync(taskId, run, cancellationToken);
        while (true)
        {
            var grown = growth(taskId, run);
            // Asked before the last bytes are read, so an end between the two loses none.
            var last = !underWay;
            if (await CopyAsync(context.Response, path, offset, cancellationToken) is not { } reached || last)
                return;
            offset = reached;
            var told = await signal.WaitAsync(grown is null ? UnwatchedLook : WatchedLook, grown, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (!told && time.GetElapsedTime(lastLook) < WatchedLook)
                continue;
            lastLook = time.GetTimestamp();
            underWay = await IsUnderWayAsync(taskId, run, cancellationToken);
        }
    }

    private static void Head(HttpResponse response, long offset, long length)
    {
        response.ContentType = "application/octet-stream";
        if (offset == 0)
            return;
        response.StatusCode = StatusCodes.Status206PartialContent;
        // The whole length is not known while the run writes; the standard's star says so.
        response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {offset}-{Math.Max(offset, length - 1)}/*");
    }

    private async Task<bool> IsUnderWayAsync(string taskId, int run, CancellationToken cancellationToken) =>
        await store.GetAsync(taskId, cancellationToken) is { } record && RunSpan.IsUnderWay(record.Task, run);

    /// <returns>How far it came; null when the client is gone.</returns>
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
