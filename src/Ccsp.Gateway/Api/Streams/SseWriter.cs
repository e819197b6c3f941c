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
/// Writes server-sent events straight into the connection's buffer and flushes by amount, so that a slow client delays only its own stream
/// and nothing piles up.
/// </summary>
internal sealed class SseWriter : IDisposable
{
    private const int FlushBytes = 16 << 10;

    private static readonly JsonWriterOptions WriterOptions =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly PipeWriter _pipe;
    private readonly Utf8JsonWriter _json;
    private readonly TimeProvider _time;
    private long _unflushed;
    private long _lastFlush;

    public SseWriter(HttpResponse response, TimeProvider time)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        // Proxies such as nginx would buffer the events.
        response.Headers["X-Accel-Buffering"] = "no";
        _time = time;
        _pipe = response.BodyWriter;
        _json = new Utf8JsonWriter(_pipe, WriterOptions);
        _lastFlush = time.GetTimestamp();
    }

    /// <summary>Whether enough was written for a flush.</summary>
    public bool IsFull => _unflushed >= FlushBytes;

    public TimeSpan Silence => _time.GetElapsedTime(_lastFlush);

    public void Event(string id, StoredEvent stored)
    {
        Begin(id, stored.Type);
        _json.WriteNumber("seq"u8, stored.Seq);
        if (stored.TaskSeq is { } taskSeq)
            _json.WriteNumber("taskSeq"u8, taskSeq);
        _json.WriteString("type"u8, stored.Type);
        Time(stored.At);
        if (stored.TaskId is not null)
            _json.WriteString("taskId"u8, stored.TaskId);
        if (stored.Run is { } run)
            _json.WriteNumber("run"u8, run);
        if (stored.InstanceId is not null)
            _json.WriteString("instanceId"u8, stored.InstanceId);
        _json.WritePropertyName("data"u8);
        _json.WriteRawValue(stored.Data, skipInputValidation: true);
        End();
    }

    public void Output(string id, string taskId, int run, int line, ReadOnlySpan<byte> bytes, bool cut)
    {
        Begin(id, EventTypes.TaskOutput);
        _json.WriteString("type"u8, EventTypes.TaskOutput);
        _json.WriteString("taskId"u8, taskId);
        _json.WriteNumber("run"u8, run);
        _json.WritePropertyName("data"u8);
        OutputJson.Write(_json, run, line, bytes, cut);
        End();
    }

    /// <summary>Reports that the run wrote more than was sent.</summary>
    public void OutputMissing(string id, string taskId, int run, string why)
    {
        var number = run.ToString(CultureInfo.InvariantCulture);
        Begin(id, EventTypes.TaskOutputMissing);
        _json.WriteString("type"u8, EventTypes.TaskOutputMissing);
        _json.WriteString("taskId"u8, taskId);
        _json.WriteNumber("run"u8, run);
        _json.WriteStartObject("data"u8);
        _json.WriteNumber("run"u8, run);
        _json.WriteString("message"u8, $"the rest of the output of run {number} is missing here: {why}; as soon as it can be had, "
            + $"'ccsp tasks output {taskId} --run {number}' prints it");
        _json.WriteEndObject();
        End();
    }

    /// <summary>A comment line that clients ignore; it shows both ends and every proxy between that the connection is alive.</summary>
    public void KeepAlive() => Raw(": keep-alive\n\n");

    /// <returns>False when the client is gone.</returns>
    public async ValueTask<bool> FlushAsync(CancellationToken cancellationToken)
    {
        if (_unflushed == 0)
            return true;
        _unflushed = 0;
        var result = await _pipe.FlushAsync(cancellationToken);
        _lastFlush = _time.GetTimestamp();
        StorePatience.Renew();
        return !result.IsCompleted && !result.IsCanceled;
    }

    /// <summary>Sends the headers before there is an event.</summary>
    public ValueTask<bool> OpenAsync(CancellationToken cancellationToken)
    {
        Raw(": connected\n\n");
        return FlushAsync(cancellationToken);
    }

    public void Dispose() => _json.Dispose();

    private void Begin(string id, string type)
    {
        Raw("id: ");
        Raw(id);
        Raw("\nevent: ");
        Raw(type);
        Raw("\ndata: ");
        _json.WriteStartObject();
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _unflushed += _json.BytesCommitted;
        _json.Reset();
        Raw("\n\n");
    }

    private void Time(DateTimeOffset at)
    {
        Span<char> text = stackalloc char[32];
        at.UtcDateTime.TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        _json.WriteString("at"u8, text[..length]);
    }

    private void Raw(string text)
    {
        var length = Encoding.UTF8.GetBytes(text, _pipe.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length)));
        _pipe.Advance(length);
        _unflushed += length;
    }
}
