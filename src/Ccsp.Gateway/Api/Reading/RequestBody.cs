using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ccsp.Contracts;
using Microsoft.Net.Http.Headers;

namespace Ccsp.Gateway.Api.Reading;

/// <summary>Reads a JSON body strictly, straight from the connection's buffer.</summary>
internal static class RequestBody
{
    /// <param name="request">The request; a body over the limit throws, and <see cref="Problems"/> translates that.</param>
    /// <param name="type">From the source-generated context.</param>
    /// <param name="whenEmpty">The value of an empty body; null: an empty body is refused.</param>
    /// <param name="cancellationToken">Ends the wait for the client.</param>
    public static async ValueTask<Read<T>> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, T? whenEmpty,
        CancellationToken cancellationToken)
        where T : class
    {
        if (!IsJson(request.ContentType))
            return new(null, [], Problems.UnsupportedMediaType(request.ContentType));
        if (request.Headers.ContentEncoding.ToString() is { Length: > 0 } encoding
            && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            return new(null, [], Problems.UnsupportedContentEncoding(encoding));
        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            if (!result.IsCompleted)
            {
                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                continue;
            }

            var read = Parse(result.Buffer, type, whenEmpty);
            reader.AdvanceTo(result.Buffer.End);
            return read;
        }
    }

    /// <summary>UTF-8 JSON, declared or not; another charset would be decoded wrongly.</summary>
    private static bool IsJson(string? contentType)
    {
        if (contentType is null or "application/json")
            return true;
        return MediaTypeHeaderValue.TryParse(contentType, out var media)
            && (media.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
                || media.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
            && (!media.Charset.HasValue || HeaderUtilities.RemoveQuotes(media.Charset) is var charset
                && (charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
                || charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase)));
    }

    private static Read<T> Parse<T>(ReadOnlySequence<byte> body, JsonTypeInfo<T> type, T? whenEmpty)
        where T : class
    {
        if (body.IsSingleSegment)
            return Parse(body.FirstSpan, type, whenEmpty);
        var rented = ArrayPool<byte>.Shared.Rent((int)body.Length);
        body.CopyTo(rented);
        var read = Parse(rented.AsSpan(0, (int)body.Length), type, whenEmpty);
        ArrayPool<byte>.Shared.Return(rented, clearArray: false);
        return read;
    }

    private static Read<T> Parse<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> type, T? whenEmpty)
        where T : class
    {
        if (body.StartsWith(Encoding.UTF8.Preamble))
            body = body[Encoding.UTF8.Preamble.Length..];
        if (body.Trim(" \t\r\n"u8).IsEmpty)
            return new(whenEmpty, [], whenEmpty is null ? Problems.InvalidJson("The body is empty; send a JSON object.") : null);
        // Values kept as raw JSON are not decoded here, so broken text would surface only when the task is read.
        if (!System.Text.Unicode.Utf8.IsValid(body))
            return new(null, [], Problems.InvalidJson("The body is not valid UTF-8."));
        try
        {
            return JsonSerializer.Deserialize(body, type) is { } value
                ? new(value, [], null) { Nulls = type.Type == typeof(TaskPatch) ? NullMembers.Of(body) : [] }
                : new(null, [], Problems.InvalidJson("The body is null; send a JSON object."));
        }
        catch (JsonException)
        {
            return Diagnosis.Of(body, type);
        }
    }
}
