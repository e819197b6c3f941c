using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Ccsp.Gateway.Api;

/// <summary>The part of a file that a request asks for.</summary>
/// <param name="From">First byte.</param>
/// <param name="Count">Number of bytes; negative when the range lies outside the file.</param>
/// <param name="IsPartial">Whether the request asked for a range.</param>
internal readonly record struct ByteRange(long From, long Count, bool IsPartial)
{
    public bool IsThere => Count >= 0;

    /// <summary>Reads a single byte range; several ranges or an invalid header mean the whole file, as RFC 9110 allows.</summary>
    public static ByteRange Of(StringValues header, long length)
    {
        if (header is not [{ } text]
            || !RangeHeaderValue.TryParse(text, out var parsed)
            || parsed.Unit != "bytes"
            || parsed.Ranges.Count != 1)
            return new(0, length, false);
        var range = parsed.Ranges.First();
        if (range.From is not { } from)
            return range.To is > 0 and { } suffix && length > 0
                ? new(Math.Max(0, length - suffix), Math.Min(length, suffix), true)
                : new(0, -1, true);
        return from >= length ? new(from, -1, true) : new(from, Math.Min(range.To ?? long.MaxValue, length - 1) - from + 1, true);
    }
}
