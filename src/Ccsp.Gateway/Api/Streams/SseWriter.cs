using System.Globalization;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text;
using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Api.Streams;

/// <summary>
/// Writes server-sent events straight into the connection's buffer and flushes by amount, so that a client that does not read stops its own
/// stream and nothing piles up.
/// </summary>
internal sealed class SseWriter : IDisposable
{
    private const int FlushBytes = 16 << 10;

    private static readonly JsonWriterOptions Writing =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly PipeWriter pipe;
    private readonly Utf8JsonWriter json;
    private readonly TimeProvider time;
    private long unflushed;
    private long lastFlush;

    public SseWriter(HttpResponse response, TimeProvider time)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        // Proxies such as nginx would hold events back to fill their buffer.
        response.Headers["X-Accel-Buffering"] = "no";
        this.time = time;
        pipe = response.BodyWriter;
        json = new Utf8JsonWriter(pipe, Writing);
        lastFlush = time.GetTimestamp();
    }

    /// <summary>Whether enough is written to be worth a flush now.</summary>
    public bool IsFull => unflushed >= FlushBytes;

    public TimeSpan Silence => time.GetElapsedTime(lastFlush);

    public void Event(string id, StoredEvent stored)
    {
        Begin(id, stored.Type);
        json.WriteNumber("seq"u8, stored.Seq);
        if (stored.TaskSeq is { } taskSeq)
            json.WriteNumber("taskSeq"u8, taskSeq);
        json.WriteString("type"u8, stored.Type);
        Time(stored.At);
        if (stored.TaskId is not null)
            json.WriteString("taskId"u8, stored.TaskId);
        if (stored.Run is { } run)
            json.WriteNumber("run"u8, run);
        if (stored.InstanceId is not null)
            json.WriteString("instanceId"u8, stored.InstanceId);
        json.WritePropertyName("data"u8);
        json.WriteRawValue(stored.Data, skipInputValidation: true);
        End();
    }

    public void Output(string id, string taskId, int run, int line, ReadOnlySpan<byte> bytes, bool cut)
    {
        Begin(id, EventTypes.TaskOutput);
        json.WriteString("type"u8, EventTypes.TaskOutput);
        json.WriteString("taskId"u8, taskId);
        json.WriteNumber("run"u8, run);
        json.WritePropertyName("data"u8);
        OutputJson.Write(json, run, line, bytes, cut);
        End();
    }

    /// <summary>A line that clients ignore and that tells both ends, and every proxy between, that the other is alive.</summary>
    public void KeepAlive() => Raw(": keep-alive\n\n");

    /// <returns>False when the client is gone.</returns>
    public async ValueTask<bool> FlushAsync(CancellationToken stop)
    {
        if (unflushed == 0)
            return true;
        unflushed = 0;
        var result = await pipe.FlushAsync(stop);
        lastFlush = time.GetTimestamp();
        StorePatience.Renew();
        return !result.IsCompleted && !result.IsCanceled;
    }

    /// <summary>Says that the stream is there, before there is anything to tell.</summary>
    public ValueTask<bool> OpenAsync(CancellationToken stop)
    {
        Raw(": connected\n\n");
        return FlushAsync(stop);
    }

    public void Dispose() => json.Dispose();

    private void Begin(string id, string type)
    {
        Raw("id: ");
        Raw(id);
        Raw("\nevent: ");
        Raw(type);
        Raw("\ndata: ");
        json.WriteStartObject();
    }

    private void End()
    {
        json.WriteEndObject();
        json.Flush();
        unflushed += json.BytesCommitted;
        json.Reset();
        Raw("\n\n");
    }

    private void Time(DateTimeOffset at)
    {
        Span<char> text = stackalloc char[32];
        at.UtcDateTime.TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        json.WriteString("at"u8, text[..length]);
    }

    private void Raw(string text)
    {
        var length = Encoding.UTF8.GetBytes(text, pipe.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length)));
        pipe.Advance(length);
        unflushed += length;
    }
}
